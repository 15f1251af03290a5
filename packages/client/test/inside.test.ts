import { describe, expect, it } from 'vitest'
import { memoryCursor, type ServerSentEvent } from '../src/index.ts'
import { collect, setUp, STOP } from './set-up.ts'

const CHAT = 'id: 1\ndata: a\n\nid: 2\ndata: [DONE]\n\nid: 3\ndata: b\n\n'
const isDone = ({ data }: ServerSentEvent): boolean => data === '[DONE]'

describe('until', () => {
  it('gives out the event that it picks, acknowledged, and nothing after it', async () => {
    for (const chunkBytes of [1, 1_000]) {
      const cursor = memoryCursor()
      const { connection, fetch, changes, outcome } = setUp([{ body: CHAT, chunkBytes, fault: 'stall' }], {
        cursor,
        until: isDone,
      })
      expect(await outcome()).toEqual({ events: ['a', '[DONE]'] })
      expect([fetch.requests.length, fetch.active, connection.lastEventId, cursor.load()]).toEqual([1, 0, '2', '2'])
      expect(changes.at(-1)).toEqual({ state: 'closed', attempt: 1, cause: undefined })
    }
  })

  it('ends with what it throws, before the event', async () => {
    const broken = new Error('broken')
    const { outcome, connection, fetch } = setUp([{ body: CHAT, fault: 'stall' }], {
      until: ({ lastEventId }) => {
        if (lastEventId === '2') throw broken
        return false
      },
    })
    expect(await outcome()).toEqual({ events: ['a'], error: broken })
    expect([connection.lastEventId, fetch.active]).toEqual(['1', 0])
  })
})

describe('failOn', () => {
  it('throws its error instead of the event, does not pass it, and sends nothing more', async () => {
    const cursor = memoryCursor()
    const overloaded = new Error('overloaded')
    const body = 'id: 1\ndata: a\n\nid: 2\nevent: error\ndata: overloaded\n\nid: 3\ndata: b\n\n'
    const { outcome, fetch, changes, clock } = setUp([{ body, fault: 'stall' }, STOP], {
      cursor,
      failOn: ({ type }) => (type === 'error' ? overloaded : undefined),
    })
    expect(await outcome()).toEqual({ events: ['a'], error: overloaded })
    await clock.advance(3_600_000)
    expect([fetch.requests.length, fetch.active, cursor.load()]).toEqual([1, 0, '1'])
    expect(changes.at(-1)).toMatchObject({ state: 'closed' })
  })
})

describe('events', () => {
  it('makes of each event what the consumer gets, or nothing, in order, however long it takes', async () => {
    const body = [1, 2, 3, 4].map((id) => `id: ${id}\ndata: ${id}\n\n`).join('')
    const cursor = memoryCursor()
    const { connection, clock } = setUp([{ body, fault: 'drop' }, STOP], {
      cursor,
      events: async ({ data, lastEventId }) => {
        await new Promise<void>((resolve) => clock.setTimeout(resolve, 100 / Number(data)))
        return data === '4' ? undefined : { number: Number(data), lastEventId }
      },
    })
    const numbers: number[] = []
    const consume = async (): Promise<void> => {
      for await (const { number } of connection) numbers.push(number)
    }
    await clock.run(consume())
    expect([numbers, cursor.load()]).toEqual([[1, 2, 3], '4'])
  })

  it('gives nothing out after the end', async () => {
    const decoded = Promise.withResolvers<ServerSentEvent>()
    const { connection, clock } = setUp([{ body: CHAT, fault: 'stall' }], { events: () => decoded.promise })
    const next = connection[Symbol.asyncIterator]().next()
    await clock.advance(0)
    const closed = connection.close()
    decoded.resolve({ type: '', data: '', lastEventId: '' })
    await closed
    expect(await next).toEqual({ done: true, value: undefined })
    expect(connection.lastEventId).toBe('')
  })

  it('ends with what it throws, and does not pass the event, whoever asks again', async () => {
    for (const ack of ['delivery', 'processed'] as const) {
      const cursor = memoryCursor()
      const { connection, clock, fetch } = setUp([{ body: CHAT, fault: 'stall' }], {
        cursor,
        ack,
        events: (event) => {
          if (isDone(event)) throw new Error('no')
          return event
        },
      })
      const iterator = connection[Symbol.asyncIterator]()
      await clock.run(iterator.next())
      await expect(clock.run(iterator.next())).rejects.toThrow('no')
      expect(await clock.run(iterator.next())).toEqual({ done: true, value: undefined })
      expect([cursor.load(), fetch.active]).toEqual(['1', 0])
    }
  })
})

describe('reconnect()', () => {
  it('makes another attempt at once, from where the consumer is', async () => {
    const script = [{ body: CHAT, fault: 'stall' }, { fault: 'hang' }, { fault: 'refuse' }, STOP] as const
    const { connection, clock, fetch, changes } = setUp(script)
    const outcome = collect(connection)
    for (let attempt = 1; attempt < 4; attempt += 1) {
      await clock.advance(1)
      expect(fetch.requests.length).toBe(attempt)
      connection.reconnect()
    }
    await clock.advance(1)
    expect(await outcome).toEqual({ events: ['a', '[DONE]', 'b'] })
    expect(fetch.requests.map(({ lastEventId, state }) => lastEventId + state)).toEqual([
      'cancelled',
      '3cancelled',
      '3dropped',
      '3ended',
    ])
    expect(changes[2]).toMatchObject({ state: 'waiting', delay: 0, cause: { code: 'interrupted', willRetry: true } })
  })

  it('gives out first what has come', async () => {
    const { connection, clock, fetch } = setUp([{ body: CHAT, fault: 'stall' }, STOP])
    const iterator = connection[Symbol.asyncIterator]()
    await clock.run(iterator.next())
    connection.reconnect()
    await clock.advance(60_000)
    expect([fetch.active, fetch.requests.length]).toEqual([0, 1])
    expect(await clock.run(iterator.next())).toMatchObject({ value: { data: '[DONE]' } })
    expect(await clock.run(iterator.next())).toMatchObject({ value: { data: 'b' } })
    expect(await clock.run(iterator.next())).toMatchObject({ done: true })
    expect(fetch.requests[1]?.lastEventId).toBe('3')
  })

  it('sends a POST again, also one that may be sent only once, and opens nothing that is closed', async () => {
    const request = { method: 'POST', body: 'x' }
    const { connection, clock, fetch } = setUp([{ fault: 'stall' }, { body: CHAT }], { request, retry: false })
    connection.reconnect()
    const outcome = collect(connection)
    await clock.advance(0)
    connection.reconnect()
    expect(await clock.run(outcome)).toEqual({ events: ['a', '[DONE]', 'b'] })
    connection.reconnect()
    await clock.advance(60_000)
    expect([fetch.requests.length, connection.state]).toEqual([2, 'closed'])
  })
})

describe('status 401', () => {
  const REFUSED = { status: 401 } as const

  it('lets the function give another token, once for each stream', async () => {
    const statuses: unknown[] = []
    const script = [REFUSED, { body: 'id: 1\ndata: a\n\n' }, REFUSED, { body: 'id: 2\ndata: b\n\n' }, REFUSED, REFUSED]
    const { outcome, fetch } = setUp(script, {
      request: ({ cause }) => {
        statuses.push(cause?.status)
        return { method: 'POST', body: 'x' }
      },
    })
    expect(await outcome()).toMatchObject({ events: ['a', 'b'], error: { status: 401, willRetry: false } })
    expect(statuses).toEqual([undefined, 401, undefined, 401, undefined, 401])
    expect(fetch.requests.length).toBe(6)
  })

  it('is the end for a request that is always the same, and for one that may be sent only once', async () => {
    for (const options of [{ request: {} }, { request: () => ({}), retry: false as const }]) {
      const { outcome, fetch } = setUp([REFUSED, STOP], options)
      expect(await outcome()).toMatchObject({ error: { status: 401 } })
      expect(fetch.requests.length).toBe(1)
    }
  })
})
