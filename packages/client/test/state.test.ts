import { describe, expect, it } from 'vitest'
import { connect, type Connection } from '../src/index.ts'
import { collect, setUp, STOP } from './set-up.ts'

describe('state', () => {
  it('goes through every step, with attempt, delay and cause', async () => {
    const script = [{ fault: 'refuse' }, { body: 'retry: 4000\ndata: a\n\n' }, STOP] as const
    const { connection, changes, outcome } = setUp(script)
    expect(connection.state).toBe('connecting')
    expect(connection.reconnectionTime).toBe(1_000)
    expect(await outcome()).toEqual({ events: ['a'] })
    expect(changes).toMatchObject([
      { state: 'connecting', attempt: 1 },
      { state: 'waiting', attempt: 1, delay: 1_000, cause: { code: 'network-error', willRetry: true } },
      { state: 'connecting', attempt: 2 },
      { state: 'open', attempt: 2 },
      { state: 'waiting', attempt: 2, delay: 4_000, cause: { code: 'stream-ended', willRetry: true } },
      { state: 'connecting', attempt: 3 },
      { state: 'closed', attempt: 3, cause: undefined },
    ])
    expect(connection.state).toBe('closed')
    expect(connection.reconnectionTime).toBe(4_000)
  })

  it('says that an id cannot be sent', async () => {
    const { changes, outcome } = setUp([{ body: 'id: a \ndata: a\n\n' }, STOP])
    await outcome()
    expect(changes.filter(({ state }) => state === 'connecting')).toMatchObject([
      { cause: undefined },
      { cause: { code: 'unsendable-last-event-id', attempt: 2, willRetry: true } },
    ])
  })

  it('is told only when connect has returned', async () => {
    const calls: string[] = []
    const connection: Connection = connect('http://test/', {
      fetch: () => Promise.reject(new Error('never called')),
      onStateChange: ({ state }) => {
        calls.push(state)
        void connection.close()
      },
    })
    expect(calls).toEqual([])
    expect(await collect(connection)).toEqual({ events: [] })
    expect(calls).toEqual(['connecting', 'closed'])
  })

  it('can be closed from within the callback, at any step', async () => {
    for (const last of ['connecting', 'open', 'waiting'] as const) {
      const { connection, fetch, changes, clock, outcome } = setUp([{ body: 'data: a\n\n' }], {
        onStateChange: ({ state }) => {
          if (state === last) void connection.close()
        },
      })
      const { error } = await outcome()
      expect(error).toBeUndefined()
      expect(changes.slice(-2).map(({ state }) => state)).toEqual([last, 'closed'])
      expect([fetch.active, clock.pending]).toEqual([0, 0])
    }
  })
})

describe('lastEventId', () => {
  it('follows the consumer, not the chunk', async () => {
    const body = 'id: 1\ndata: a\n\nid: 2\ndata: b\n\nid: 3\n\n'
    const { connection, clock } = setUp([{ body, fault: 'stall' }], { lastEventId: '0' })
    const iterator = connection[Symbol.asyncIterator]()
    expect(connection.lastEventId).toBe('0')
    await clock.run(iterator.next())
    expect(connection.lastEventId).toBe('1')
    await clock.run(iterator.next())
    expect(connection.lastEventId).toBe('2')
    const end = iterator.next()
    await clock.advance(0)
    expect(connection.lastEventId).toBe('3')
    await connection.close()
    expect(await end).toEqual({ done: true, value: undefined })
    expect(connection.lastEventId).toBe('3')
  })

  it('is where the request resumes although more had come', async () => {
    const { connection, fetch, clock } = setUp([{ body: 'id: 1\ndata: a\n\nid: 2\ndata: b\n\n', fault: 'drop' }, STOP])
    const iterator = connection[Symbol.asyncIterator]()
    await clock.run(iterator.next())
    await clock.advance(60_000)
    expect(fetch.requests.length).toBe(1)
    expect(await clock.run(iterator.next())).toMatchObject({ value: { data: 'b' } })
    expect(await clock.run(iterator.next())).toMatchObject({ done: true })
    expect(fetch.requests[1]?.lastEventId).toBe('2')
  })
})
