import { describe, expect, it } from 'vitest'
import { ConnectError } from '../src/index.ts'
import { setUp } from './set-up.ts'

describe('failures', () => {
  it('carry the evidence', async () => {
    const headers = { 'content-type': 'text/plain', 'x-a': 'b' }
    const { outcome, changes } = setUp([{ status: 503 }, { status: 404, headers, body: 'No such \u{1F600}' }])
    const { error } = await outcome()
    expect(error).toBeInstanceOf(ConnectError)
    expect(error).toMatchObject({
      name: 'ConnectError',
      message: 'Expected status 200, got 404 from http://test/path',
      code: 'bad-status',
      status: 404,
      body: 'No such \u{1F600}',
      attempt: 2,
      willRetry: false,
    })
    expect(error instanceof ConnectError && error.headers?.get('x-a')).toBe('b')
    expect(changes.at(-1)).toMatchObject({ state: 'closed', cause: error })
  })

  it('show at most 8 KiB of the body, and no half character', async () => {
    const body = `${'x'.repeat(8 * 1024 - 1)}\u00E9${'x'.repeat(100_000)}`
    const { outcome, fetch } = setUp([{ status: 400, body, chunkBytes: 1_000 }])
    expect(await outcome()).toMatchObject({ error: { body: 'x'.repeat(8 * 1024 - 1) } })
    expect(fetch.requests[0]).toMatchObject({ state: 'cancelled', bytesRead: 9_000 })
  })

  it('wait a second for a body that does not come, and take one that breaks off', async () => {
    for (const [fault, time] of [
      ['stall', 1_000],
      ['drop', 0],
    ] as const) {
      const { outcome, clock } = setUp([{ status: 400, body: 'half', fault }])
      expect(await outcome()).toMatchObject({ error: { status: 400, body: 'half' } })
      expect([clock.now(), clock.pending]).toEqual([time, 0])
    }
  })

  it('are thrown once', async () => {
    const { connection, clock } = setUp([{ status: 404 }])
    const iterator = connection[Symbol.asyncIterator]()
    await expect(clock.run(iterator.next())).rejects.toThrow('404')
    expect(await iterator.next()).toEqual({ done: true, value: undefined })
  })

  it('disturb nobody who does not listen', async () => {
    const { clock, connection } = setUp([{ status: 404 }])
    await clock.advance(1)
    expect(connection.state).toBe('closed')
    await connection.close()
  })

  it('after too many in a row are the end', async () => {
    const script = [{ body: 'data: a\n\n' }, { fault: 'refuse' }, { fault: 'refuse' }] as const
    const { outcome, fetch } = setUp(script, { retry: { maxFailures: 3 } })
    expect(await outcome()).toMatchObject({ events: ['a'], error: { code: 'network-error', willRetry: false } })
    expect(fetch.requests.length).toBe(3)

    const ending = setUp([{ body: 'data: a\n\n' }], { retry: { maxFailures: 1 } })
    expect(await ending.outcome()).toMatchObject({ events: ['a'], error: { code: 'stream-ended', willRetry: false } })
  })

  it('of an event too large come after the events before it, and end the stream', async () => {
    const body = `data: a\n\ndata: b\n\ndata: ${'c'.repeat(100)}\n\ndata: d\n\n`
    for (const chunkBytes of [1_000, 1]) {
      const { outcome, fetch } = setUp([{ body, chunkBytes }], { maxEventBytes: 50 })
      const { events, error } = await outcome()
      expect(events).toEqual(['a', 'b'])
      expect(error).toMatchObject({ code: 'event-too-large', cause: { name: 'EventStreamError' } })
      expect([fetch.requests.length, fetch.active]).toEqual([1, 0])
    }
  })

  it('of a platform without readable bodies say so', async () => {
    const headers = { 'content-type': 'text/event-stream' }
    const used = new Response('data: a\n\n', { headers })
    used.body?.getReader()
    for (const response of [new Response(null, { headers }), used]) {
      const { outcome } = setUp([], { fetch: () => Promise.resolve(response) })
      expect(await outcome()).toMatchObject({ error: { code: 'not-an-event-stream', status: 200 } })
    }
  })

  it('of a body that brings anything else than bytes are final', async () => {
    const body = new ReadableStream({ start: (controller) => controller.enqueue(7) })
    const response = { status: 200, headers: new Headers({ 'content-type': 'text/event-stream' }), body }
    const { outcome } = setUp([], { fetch: () => Promise.resolve(response as Response) })
    expect(await outcome()).toMatchObject({ error: { code: 'not-an-event-stream' } })
  })
})
