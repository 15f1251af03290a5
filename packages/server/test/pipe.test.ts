import type { ServerSentEventInit } from '@eventwire/encoder'
import { describe, expect, it } from 'vitest'
import { openSession, type PipeSource } from '../src/index.ts'
import { newClient } from './scene.ts'
import {
  endless,
  eventPerByte,
  followingGenerator,
  followingStream,
  generate,
  Source,
  untilAborted,
} from './sources.ts'
import { microtasks } from './test-clock.ts'

describe('a source', () => {
  it.each<[string, () => PipeSource]>([
    ['an array', () => [{ data: '1' }, { data: '2' }]],
    ['a generator', () => [{ data: '1' }, { data: '2' }].values()],
    ['an async generator', () => generate('1', '2')],
    ['a stream', () => new Blob(['12']).stream().pipeThrough(eventPerByte())],
  ])('%s is sent whole, then the session closes', async (_, source) => {
    const { session, sink } = newClient()
    await session.pipe(source(), { done: { type: 'end', data: '' } })
    expect(sink.events.map(({ type, data }) => [type, data])).toEqual([
      ['message', '1'],
      ['message', '2'],
      ['end', ''],
    ])
    expect(session.reason).toBe('closed')
  })

  it('that never waits lets the event loop turn for others, to a client that takes everything at once', async () => {
    const { response, session } = await openSession(new Request('http://test/'))
    const loop = { hasTurned: false }
    setImmediate(() => (loop.hasTurned = true))
    function* source() {
      for (let count = 0; count < 100_000 && !loop.hasTurned; count += 1) yield { data: 'x'.repeat(100) }
    }
    const piped = session?.pipe(source())
    for await (const _ of response.body ?? []);
    await piped
    expect(loop.hasTurned).toBe(true)
  })

  it('with end keep leaves the session open for the next', async () => {
    const { session, sink } = newClient()
    await session.pipe(generate('1'), { end: 'keep', done: { data: 'done' } })
    await session.pipe([], { end: 'keep' })
    expect(session.reason).toBeUndefined()
    await session.pipe(generate('2'))
    expect(sink.events.map(({ data }) => data)).toEqual(['1', 'done', '2'])
  })

  it.each([undefined, null, 'text', 7, {}, () => generate()])(
    '%o is none: TypeError, nothing is sent',
    async (source) => {
      const { session, sink } = newClient()
      await expect(session.pipe(source as PipeSource)).rejects.toThrow(/^source must be an iterable/)
      expect([session.reason, sink.writes.length]).toEqual([undefined, 1])
    },
  )

  it('that is read by another is a TypeError', async () => {
    const stream = new ReadableStream<ServerSentEventInit>()
    stream.getReader()
    await expect(newClient().session.pipe(stream)).rejects.toThrow(TypeError)
  })

  it('is not touched if done cannot be sent', async () => {
    const source = new Source()
    await expect(newClient().session.pipe(source, { done: { type: '\n', data: '' } })).rejects.toThrow(TypeError)
    expect(source.taken).toBe(0)
  })
})

describe('the pace of the client', () => {
  it('is kept: a source is asked for nothing more while the session is full', async () => {
    const { session, sink } = newClient({ highWater: 30 })
    sink.stall()
    const source = new Source()
    const piped = session.pipe(source)
    const seen: number[] = []
    for (let round = 0; round < 5; round += 1) {
      await microtasks()
      seen.push(source.taken)
      expect(sink.faults).toEqual([])
      sink.readOnce()
    }
    // Of 9 bytes each, then of 10.
    expect(seen).toEqual([4, 8, 12, 15, 18])
    sink.leave()
    await piped
    expect(source.returned).toBe(1)
  })

  it('is kept before done is sent, too', async () => {
    const { session, sink } = newClient({ highWater: 1 })
    sink.stall()
    const piped = session.pipe([{ data: '1' }], { done: { data: 'done' } })
    await microtasks()
    expect(sink.writes.length).toBe(2)
    sink.read()
    await piped
    expect(sink.events.map(({ data }) => data)).toEqual(['1', 'done'])
    expect(sink.faults).toEqual([])
  })
})

describe('when the client leaves', () => {
  it('a quiet iterator is returned, and pipe settles', async () => {
    const { session, sink } = newClient()
    const source = new Source(2)
    const piped = session.pipe(source)
    await microtasks()
    sink.leave()
    await piped
    expect([source.taken, source.returned]).toEqual([2, 1])
  })

  it('a quiet stream is cancelled, and pipe settles', async () => {
    const { session, sink } = newClient()
    const cancelled: unknown[] = []
    const piped = session.pipe(new ReadableStream({ cancel: (reason) => void cancelled.push(reason) }))
    await microtasks()
    sink.leave()
    await piped
    expect(cancelled.length).toBe(1)
  })

  it('while it stalls, the source is returned', async () => {
    const { session, sink } = newClient({ highWater: 1 })
    sink.stall()
    const source = new Source()
    const piped = session.pipe(source)
    await microtasks()
    sink.leave()
    await piped
    expect([source.taken, source.returned]).toEqual([1, 1])
  })

  it('before, the source is returned and never asked', async () => {
    const { session, sink } = newClient()
    sink.leave()
    const source = new Source()
    await session.pipe(source)
    expect([source.taken, source.returned]).toEqual([0, 1])
  })

  it('pipe waits until the source has let go, and tells if that fails', async () => {
    const { session, sink } = newClient()
    const release = new AbortController()
    const source: PipeSource = {
      [Symbol.asyncIterator]: () => ({
        next: async () => {
          await untilAborted(session.gone)
          return { done: true as const, value: undefined }
        },
        return: async () => {
          await untilAborted(release.signal)
          throw new Error('cannot let go')
        },
      }),
    }
    let settled = false
    const piped = session.pipe(source).finally(() => (settled = true))
    await microtasks()
    sink.leave()
    await microtasks()
    expect(settled).toBe(false)
    release.abort()
    await expect(piped).rejects.toThrow('cannot let go')
  })

  it('an error by which a source says so is none', async () => {
    for (const following of [followingGenerator, followingStream]) {
      const { session, sink } = newClient()
      const piped = session.pipe(following(session.gone))
      await microtasks()
      sink.leave()
      await piped
      expect(session.reason).toBe('left')
    }
  })
})

describe('when the session closes meanwhile', () => {
  it('a source that never waits is let go, before the client has read', async () => {
    const { session, sink } = newClient({ highWater: 1 })
    sink.stall()
    const piped = session.pipe(endless())
    await microtasks()
    const closed = session.close()
    await microtasks()
    sink.read()
    await Promise.all([piped, closed])
    expect(sink.events.length).toBe(1)
    expect(session.reason).toBe('closed')
  })
})
