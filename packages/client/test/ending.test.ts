import { describe, expect, it, vi } from 'vitest'
import { collect, setUp, STOP, ticks } from './set-up.ts'

describe('the end', () => {
  it('comes at once to a consumer that waits, and whatever else asks', async () => {
    const { connection, clock, fetch } = setUp([{ body: 'data: a\n\n', fault: 'stall' }])
    const iterator = connection[Symbol.asyncIterator]()
    const asked = [iterator.next(), iterator.next(), iterator.next()]
    await clock.advance(0)
    expect(await iterator.return?.()).toEqual({ done: true, value: undefined })
    expect(fetch.requests[0]?.state).toBe('cancelled')
    expect(await Promise.all(asked)).toMatchObject([
      { done: false, value: { data: 'a' } },
      { done: true },
      { done: true },
    ])
    expect(await iterator.next()).toEqual({ done: true, value: undefined })
  })

  it('lets nothing out that had come before it', async () => {
    const comments: string[] = []
    const { connection, clock } = setUp([{ body: 'data: a\n\n:1\n:2\ndata: b\n\n' }], {
      onComment: (text) => {
        comments.push(text)
        void connection.close()
      },
    })
    expect(await clock.run(collect(connection))).toEqual({ events: [] })
    expect(comments).toEqual(['1'])
  })

  it('drops events of the same chunk', async () => {
    const { connection, clock } = setUp([{ body: 'data: a\n\ndata: b\n\n', fault: 'stall' }])
    const iterator = connection[Symbol.asyncIterator]()
    await clock.run(iterator.next())
    await connection.close()
    expect(await iterator.next()).toEqual({ done: true, value: undefined })
  })

  it('waits for the body to be cancelled', async () => {
    const told = Promise.withResolvers<void>()
    const body = new ReadableStream({ cancel: () => told.promise })
    const headers = { 'content-type': 'text/event-stream' }
    const { connection, clock } = setUp([], { fetch: () => Promise.resolve(new Response(body, { headers })) })
    const events = collect(connection)
    await clock.advance(0)
    const settled: string[] = []
    void connection.close().then(() => settled.push('close'))
    void events.then(() => settled.push('iteration'))
    await clock.advance(0)
    expect(settled).toEqual([])
    told.resolve()
    await clock.advance(0)
    expect(settled.toSorted()).toEqual(['close', 'iteration'])
  })

  it('does not wait for a fetch that ignores its signal, whose response is cancelled when it comes', async () => {
    const response = Promise.withResolvers<Response>()
    const { connection, clock } = setUp([], { fetch: () => response.promise })
    const events = collect(connection)
    await clock.advance(0)
    await connection.close()
    expect(await events).toEqual({ events: [] })
    const cancel = vi.fn<() => void>()
    response.resolve(new Response(new ReadableStream({ cancel }), { headers: { 'content-type': 'text/event-stream' } }))
    await clock.advance(0)
    expect(cancel).toHaveBeenCalledOnce()
  })

  it('by a signal that had aborted before sends nothing', async () => {
    const reason = new Error('not wanted')
    const { outcome, fetch, changes } = setUp([STOP], { signal: AbortSignal.abort(reason) })
    expect(await outcome()).toEqual({ events: [], error: reason })
    expect(fetch.requests).toEqual([])
    expect(changes).toMatchObject([{ state: 'closed' }])
  })

  it('by a signal ends a wait, and leaves no listener on it', async () => {
    const controller = new AbortController()
    const remove = vi.spyOn(controller.signal, 'removeEventListener')
    const { connection, clock, fetch } = setUp([{ fault: 'refuse' }], { signal: controller.signal })
    const outcome = collect(connection)
    await clock.advance(500)
    controller.abort()
    expect(await outcome).toMatchObject({ error: { name: 'AbortError' } })
    expect([clock.pending, fetch.requests.length, remove.mock.calls.length]).toEqual([0, 1, 1])
  })

  it('may come at any moment', async () => {
    for (let moment = 0; moment < 40; moment += 1) {
      const { connection, changes, clock, fetch } = setUp([{ body: 'data: a\n\n', fault: 'stall' }])
      const outcome = collect(connection)
      await ticks(moment)
      const idBefore = connection.lastEventId
      await connection.close()
      expect(await clock.run(outcome)).not.toHaveProperty('error')
      expect(changes.at(-1)).toMatchObject({ state: 'closed' })
      expect(changes.filter(({ state }) => state === 'closed').length).toBe(1)
      expect([fetch.active, clock.pending, connection.lastEventId]).toEqual([0, 0, idBefore])
    }
  })

  it('may be asked for again by what it calls', async () => {
    const { connection, changes, clock } = setUp([{ fault: 'stall' }], {
      request: ({ signal }) => {
        signal.addEventListener('abort', () => void connection.close())
        return {}
      },
    })
    await clock.advance(0)
    await connection.close()
    expect(changes.map(({ state }) => state)).toEqual(['connecting', 'open', 'closed'])
  })

  it('by return() hides a failure that nobody has asked for', async () => {
    const { connection, clock } = setUp([{ status: 404 }])
    const iterator = connection[Symbol.asyncIterator]()
    await clock.advance(0)
    expect(await iterator.return?.()).toMatchObject({ done: true })
    expect(await iterator.next()).toEqual({ done: true, value: undefined })
  })

  it('comes with await using, and by an error in the loop', async () => {
    const { connection, clock, fetch } = setUp([{ fault: 'stall' }])
    await clock.advance(0)
    {
      await using open = connection
      expect(open.state).toBe('open')
    }
    expect(fetch.active).toBe(0)

    const other = setUp([{ body: 'data: a\n\n', fault: 'stall' }])
    const loop = async (): Promise<void> => {
      for await (const { data } of other.connection) throw new Error(data)
    }
    await expect(other.clock.run(loop())).rejects.toThrow('a')
    expect(other.fetch.active).toBe(0)
  })
})
