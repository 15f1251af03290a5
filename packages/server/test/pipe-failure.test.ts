import type { ServerSentEventInit } from '@eventwire/encoder'
import { describe, expect, it, vi } from 'vitest'
import type { PipeSource } from '../src/index.ts'
import { newClient, Scene } from './scene.ts'
import { failing, untilAborted } from './sources.ts'
import { microtasks, TestClock } from './test-clock.ts'

describe('when the source fails', () => {
  it('the stream is cut, so that the client comes back, and the error is thrown', async () => {
    const { session, sink } = newClient()
    await expect(session.pipe(failing(new Error('broken')), { done: { data: 'done' } })).rejects.toThrow('broken')
    expect([session.reason, sink.isGone]).toEqual(['failed', true])
    expect(sink.events.map(({ data }) => data)).toEqual(['1'])
  })

  it.each([
    ['an abort of its own', Object.assign(new Error('timed out upstream'), { name: 'AbortError' })],
    ['undefined', undefined],
  ])('so is %s, while the client is there', async (_, error) => {
    const { session } = newClient()
    const outcome = await session.pipe(failing(error)).then(
      () => 'resolved',
      (reason: unknown) => ({ reason }),
    )
    expect(outcome).toEqual({ reason: error })
    expect(session.reason).toBe('failed')
  })

  it('so is an event that cannot be sent, and the source is returned', async () => {
    const { session, sink } = newClient()
    let returned = false
    function* bad(): Generator<ServerSentEventInit> {
      try {
        yield { data: '1' }
        yield { id: 'a\nb', data: '2' }
      } finally {
        returned = true
      }
    }
    await expect(session.pipe(bad())).rejects.toThrow(/^id must not hold/)
    expect([returned, session.reason, sink.events.length]).toEqual([true, 'failed', 1])
  })

  it('says nothing of the error to the client, unless the application words it: then that comes before the cut', async () => {
    const quiet = newClient()
    await expect(quiet.session.pipe(failing(new Error('password of the database')))).rejects.toThrow('password')
    expect(quiet.sink.text).not.toContain('password')

    const { session, sink } = newClient()
    const told: unknown[] = []
    const error = new Error('password of the database')
    const onError = (given: unknown): ServerSentEventInit => {
      told.push(given)
      return { type: 'error', data: 'try later' }
    }
    await expect(session.pipe(failing(error), { onError, done: { data: 'done' } })).rejects.toBe(error)
    expect([told, session.reason, sink.isGone]).toEqual([[error], 'failed', true])
    expect(sink.text).toBe('retry: 1000\n\ndata: 1\n\nevent: error\ndata: try later\n\n')
    expect(sink.faults).toEqual([])
  })

  it('gives a client that stalls the time to read what the application words, and cuts it then', async () => {
    const { session, sink } = newClient()
    sink.stall()
    const piped = session.pipe(failing(new Error('broken')), { onError: () => ({ data: 'sorry' }) })
    await expect(piped).rejects.toThrow('broken')
    expect([session.reason, session.send({ data: 'more' }), sink.isGone]).toEqual([undefined, 'gone', false])
    sink.read()
    expect([session.reason, sink.events.map(({ data }) => data)]).toEqual(['failed', ['1', 'sorry']])
  })

  it('waits for that no longer than writeTimeout', async () => {
    const clock = new TestClock()
    const { session, sink } = newClient({ clock, writeTimeout: 400 })
    sink.stall()
    const piped = session.pipe(failing(new Error('broken')), { onError: () => ({ data: 'sorry' }) })
    await expect(piped).rejects.toThrow('broken')
    await clock.advance(600)
    expect([session.reason, sink.isGone, clock.pending]).toEqual(['failed', true, 0])
  })

  it('is cut at once if the application has no words', async () => {
    const { session, sink } = newClient()
    sink.stall()
    await expect(session.pipe(failing(new Error('broken')), { onError: () => undefined })).rejects.toThrow('broken')
    expect([session.reason, sink.isGone, sink.events]).toEqual(['failed', true, []])
  })

  it.each<[string, () => ServerSentEventInit]>([
    ['throws', failToWord],
    ['gives an event that cannot be sent', () => ({ type: 'a\nb', data: '' })],
  ])('is cut, too, if onError %s; both errors are told', async (_, onError) => {
    const { session, sink } = newClient()
    const error = new Error('broken')
    const outcome: unknown = await session.pipe(failing(error), { onError }).catch((given: unknown) => given)
    expect(outcome).toBeInstanceOf(AggregateError)
    expect(outcome).toMatchObject({
      message: 'The source of a pipe failed, and so did onError',
      errors: [error, expect.any(Error)],
    })
    expect([session.reason, sink.events.map(({ data }) => data)]).toEqual(['failed', ['1']])
  })

  it('does not ask for words that nobody reads', async () => {
    const { session, sink } = newClient()
    const onError = vi.fn<() => undefined>()
    const late: PipeSource = {
      [Symbol.asyncIterator]: () => ({
        next: () => untilAborted(session.gone).then(() => Promise.reject(new Error('broken'))),
      }),
    }
    const piped = session.pipe(late, { onError })
    await microtasks()
    sink.leave()
    await expect(piped).rejects.toThrow('broken')
    expect([session.reason, onError.mock.calls]).toEqual(['left', []])
  })

  it('an id in the words is refused while a hub feeds the session', async () => {
    const scene = new Scene()
    const { session } = await scene.join()
    const piped = session.pipe(failing(new Error('broken')), { onError: () => ({ id: 'x', data: '' }) })
    await expect(piped).rejects.toBeInstanceOf(AggregateError)
    expect(session.reason).toBe('failed')
  })
})

function failToWord(): never {
  throw new Error('no words')
}
