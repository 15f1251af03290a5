import { Readable } from 'node:stream'
import { describe, expect, it, vi } from 'vitest'
import { EventStreamParser, parseEventStream } from '../src/index.ts'
import { bytesOf } from './outcome.ts'
import { byHand, dataOf, done, event, given, settled, yielding } from './sources.ts'

describe('parseEventStream reads', () => {
  const chunks = ['data: one\n', '\ndata: two\n\ndata: three\n\n', ': quiet\n', 'data: unfinished']
  const expected = ['one', 'two', 'three']

  it('a Response', async () => {
    expect(await dataOf(parseEventStream(new Response(chunks.join(''))))).toEqual(expected)
  })

  it('a Response without a body: no events', async () => {
    expect(await dataOf(parseEventStream(new Response(null, { status: 204 })))).toEqual([])
  })

  it('a ReadableStream, of bytes too, and unlocks it at the end', async () => {
    for (const type of [undefined, 'bytes'] as const) {
      const { stream, send, end } = byHand(type)
      chunks.forEach(send)
      end()
      const events = parseEventStream(stream)
      expect(stream.locked).toBe(true)
      expect(await dataOf(events)).toEqual(expected)
      expect(stream.locked).toBe(false)
    }
  })

  it('an AsyncIterable of bytes, of strings, and of both', async () => {
    expect(await dataOf(parseEventStream(yielding(...chunks)))).toEqual(expected)
    expect(await dataOf(parseEventStream(yielding(...chunks.map(bytesOf))))).toEqual(expected)
    expect(
      await dataOf(
        parseEventStream(yielding<string | Uint8Array>('data: one\n\n', bytesOf('data: two\n\ndata: three\n\n'))),
      ),
    ).toEqual(expected)
  })

  it('a Node stream', async () => {
    expect(await dataOf(parseEventStream(Readable.from(chunks.map((chunk) => Buffer.from(chunk)))))).toEqual(expected)
  })

  it('with the parser that it is given', async () => {
    const parser = new EventStreamParser({ lastEventId: '1' })
    const events = parseEventStream(yielding('data: a\n\nid: 2\nretry: 3\n\n'), parser)
    expect(await events.next()).toEqual({ done: false, value: { ...event('a'), lastEventId: '1' } })
    expect(await events.next()).toEqual(done)
    expect(parser).toMatchObject({ lastEventId: '2', reconnectionTime: 3 })
  })

  it('only while somebody waits for an event', async () => {
    const next = vi.fn(async () => ({ done: false as const, value: 'data: a\n\ndata: b\n\n' }))
    const events = parseEventStream({ [Symbol.asyncIterator]: () => ({ next }) })
    expect(next).not.toHaveBeenCalled()
    expect(await events.next()).toEqual(given('a'))
    expect(await events.next()).toEqual(given('b'))
    expect(next).toHaveBeenCalledTimes(1)
    expect(await events.next()).toEqual(given('a'))
    expect(next).toHaveBeenCalledTimes(2)
  })
})

describe('a source that is taken', () => {
  it('is a TypeError at the call: a locked stream, a Response being read, a Response that was read', async () => {
    const { stream } = byHand()
    const reader = stream.getReader()
    expect(() => parseEventStream(stream)).toThrow(TypeError)
    expect(() => parseEventStream(stream)).toThrow('source has been read already, or is being read by somebody else')
    expect(() => parseEventStream(new Response('data\n\n').clone())).not.toThrow()
    const used = new Response('data\n\n')
    await used.text()
    expect(() => parseEventStream(used)).toThrow(TypeError)
    const locked = new Response('data\n\n')
    locked.body?.getReader()
    expect(() => parseEventStream(locked)).toThrow(TypeError)
    const begun = new Response('data\n\n')
    const first = begun.body?.getReader()
    await first?.read()
    first?.releaseLock()
    expect(() => parseEventStream(begun)).toThrow(TypeError)
    reader.releaseLock()
    expect(() => parseEventStream(stream)).not.toThrow()
  })
})

describe('several next() at a time', () => {
  it('are answered in order, from one chunk or from several, and then by the end', async () => {
    const { stream, send, end } = byHand()
    const events = parseEventStream(stream)
    const results: unknown[] = []
    const waiting = Array.from({ length: 6 }, async () => {
      const result = await events.next()
      results.push(result)
      return result
    })
    send('data: 1\n\ndata: 2\n\n')
    send('data: 3\n')
    send('\ndata: 4\n\n')
    end()
    const expected = [...['1', '2', '3', '4'].map(given), done, done]
    expect(await Promise.all(waiting)).toEqual(expected)
    expect(results).toEqual(expected)
  })

  it('read the source one chunk at a time', async () => {
    let reading = 0
    const next = async (): Promise<IteratorResult<string>> => {
      reading += 1
      expect(reading).toBe(1)
      await settled()
      reading -= 1
      return { done: false, value: ': quiet\ndata: a\n\n' }
    }
    const events = parseEventStream({ [Symbol.asyncIterator]: () => ({ next }) })
    const waiting = Array.from({ length: 3 }, () => events.next())
    expect(await Promise.all(waiting)).toEqual([given('a'), given('a'), given('a')])
  })

  it('have one error between them', async () => {
    const { stream, send, fail } = byHand()
    const events = parseEventStream(stream)
    const waiting = Array.from({ length: 4 }, () => events.next())
    send('data: 1\n\n')
    expect(await waiting[0]).toEqual(given('1'))
    fail(new Error('cut'))
    expect(await Promise.allSettled(waiting)).toEqual([
      { status: 'fulfilled', value: given('1') },
      { status: 'rejected', reason: new Error('cut') },
      { status: 'fulfilled', value: done },
      { status: 'fulfilled', value: done },
    ])
  })
})

describe('errors come after the events before them', () => {
  it('of the source, which is then let go', async () => {
    const cut = new Error('cut')
    async function* source(): AsyncGenerator<string> {
      yield 'data: a\n\ndata: b\n\n'
      throw cut
    }
    const events = parseEventStream(source())
    expect(await events.next()).toEqual(given('a'))
    expect(await events.next()).toEqual(given('b'))
    await expect(events.next()).rejects.toBe(cut)
    expect(await events.next()).toEqual(done)

    const { stream, fail } = byHand()
    const waiting = parseEventStream(stream).next()
    fail(cut)
    await expect(waiting).rejects.toBe(cut)
    expect(stream.locked).toBe(false)
  })

  it('of an event that is too large; and the source is cancelled at once', async () => {
    const { stream, send, cancelled } = byHand()
    const events = parseEventStream(stream, new EventStreamParser({ maxEventBytes: 2 }))
    send('data: a\n\ndata: b\n\ndata: ccc\n\ndata: d\n\n')
    expect(await events.next()).toEqual(given('a'))
    expect(cancelled).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'event-too-large' }))
    expect(await events.next()).toEqual(given('b'))
    await expect(events.next()).rejects.toMatchObject({ code: 'event-too-large' })
    expect(await events.next()).toEqual(done)
    expect(stream.locked).toBe(false)
  })

  it('of a chunk that is none, of a listener, and of a closed parser', async () => {
    const wrong = parseEventStream(yielding<unknown>('data: a\n\n', 7) as AsyncGenerator<string>)
    expect(await wrong.next()).toEqual(given('a'))
    await expect(wrong.next()).rejects.toThrow(TypeError)

    const cancel = vi.fn(() => Promise.reject(new Error('nobody hears this')))
    const parser = new EventStreamParser({
      onComment() {
        throw new Error('mine')
      },
    })
    const loud = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(bytesOf(':\n')), cancel })
    await expect(parseEventStream(loud, parser).next()).rejects.toThrow('mine')
    expect(cancel).toHaveBeenCalledTimes(1)
    await expect(parseEventStream(yielding('data\n\n'), parser).next()).rejects.toThrow('closed')
  })

  it('of a source that does not know what an iterator returns', async () => {
    const bad = { [Symbol.asyncIterator]: () => ({ next: () => undefined }) } as unknown as AsyncIterable<string>
    await expect(parseEventStream(bad).next()).rejects.toThrow(TypeError)
  })
})
