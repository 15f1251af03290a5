import { describe, expect, it, vi } from 'vitest'
import { connect, memoryCursor, type CursorStore } from '../src/index.ts'
import { collect, setUp, STOP } from './set-up.ts'

const BODY = 'id: 1\ndata: a\n\nid: 2\ndata: b\n\nid: 3\n\n'

/** A store that notes what it is asked. */
function noting(loaded?: string): CursorStore & { readonly calls: string[] } {
  const calls: string[] = []
  return {
    calls,
    load: () => {
      calls.push('load')
      return loaded
    },
    save: (id) => {
      calls.push(id)
    },
  }
}

describe('cursor', () => {
  it('says where to begin, unless the caller does', async () => {
    for (const [options, sent, calls] of [
      [{}, '7', ['load']],
      [{ lastEventId: '5' }, '5', []],
      [{ lastEventId: '' }, '', []],
    ] as const) {
      const cursor = noting('7')
      const { connection, fetch, outcome } = setUp([STOP], { cursor, ...options })
      expect(await outcome()).toEqual({ events: [] })
      expect([fetch.requests[0]?.lastEventId, connection.lastEventId, cursor.calls]).toEqual([sent, sent, calls])
    }
  })

  it('is asked again when it fails, and not waited for at the end', async () => {
    const load = vi.fn<CursorStore['load']>().mockRejectedValueOnce(new Error('down')).mockResolvedValue('7')
    const { fetch, changes, outcome } = setUp([{ fault: 'refuse' }, STOP], { cursor: { load, save: () => undefined } })
    await outcome()
    expect(changes[0]).toMatchObject({
      state: 'waiting',
      cause: { code: 'request-failed', cause: { message: 'down' } },
    })
    expect(fetch.requests.map(({ lastEventId }) => lastEventId)).toEqual(['7', '7'])
    expect(load).toHaveBeenCalledTimes(2)

    const never = setUp([], { cursor: { load: () => new Promise(() => undefined), save: () => undefined } })
    const events = collect(never.connection)
    await never.clock.advance(0)
    await never.connection.close()
    expect(await events).toEqual({ events: [] })
    expect(never.changes.map(({ state }) => state)).toEqual(['closed'])
  })

  it('that is late for its attempt changes nothing', async () => {
    const late = Promise.withResolvers<string>()
    const load = vi.fn<CursorStore['load']>().mockReturnValueOnce(late.promise).mockReturnValue('7')
    const { clock, connection, fetch, changes } = setUp([{ body: 'id: 8\ndata: a\n\n', fault: 'stall' }], {
      cursor: { load, save: () => undefined },
    })
    const iterator = connection[Symbol.asyncIterator]()
    await clock.run(iterator.next())
    late.resolve('1')
    await clock.advance(0)
    expect(connection.lastEventId).toBe('7')
    expect(fetch.requests[0]?.lastEventId).toBe('7')
    expect(changes.map(({ state }) => state)).toEqual(['waiting', 'connecting', 'open'])
    await connection.close()
  })

  it('with what is no id is the end', async () => {
    for (const loaded of ['a\nb', 7 as unknown as string]) {
      const { fetch, outcome } = setUp([], { cursor: noting(loaded) })
      expect(await outcome()).toMatchObject({ error: { code: 'request-failed', cause: { name: 'TypeError' } } })
      expect(fetch.requests).toEqual([])
    }
  })

  it('is reported if no header can carry it, and goes into a query without loss', async () => {
    const { changes, outcome, fetch } = setUp([STOP], { cursor: noting(' 7 ') })
    await outcome()
    expect(changes[0]).toMatchObject({ state: 'connecting', cause: { code: 'unsendable-last-event-id' } })
    expect(fetch.requests[0]?.lastEventId).toBe('')
    const query = setUp([STOP], {
      cursor: noting(' 7&\u4F60 '),
      cursorIn: { query: 'after' },
      request: { url: '?a=b' },
    })
    await query.outcome()
    expect(query.changes[0]?.cause).toBeUndefined()
    const { url, headers } = query.fetch.requests[0] ?? { url: '', headers: new Headers() }
    expect([...new URL(url).searchParams]).toEqual([
      ['a', 'b'],
      ['after', ' 7&\u4F60 '],
    ])
    expect(headers.has('last-event-id')).toBe(false)
  })

  it('is saved as ack says', async () => {
    const seen: Record<string, string[]> = {}
    for (const ack of ['delivery', 'processed', 'manual'] as const) {
      const cursor = noting()
      const { connection, clock } = setUp([{ body: BODY }, STOP], { cursor, ack })
      const consume = async (): Promise<void> => {
        for await (const event of connection) {
          cursor.calls.push(`${event.data} at ${connection.lastEventId}`)
          if (event.data === 'b') connection.acknowledge(event)
        }
      }
      await clock.run(consume())
      seen[ack] = cursor.calls
    }
    expect(seen).toEqual({
      delivery: ['load', '1', 'a at 1', '2', 'b at 2', '3'],
      processed: ['load', 'a at ', '1', 'b at 1', '2', '3'],
      manual: ['load', 'a at ', 'b at ', '2', '3'],
    })
  })

  it('does not pass an event that is not dealt with, whatever came after it', async () => {
    const cursor = noting()
    const { connection, clock } = setUp([{ body: BODY, fault: 'stall' }], { cursor, ack: 'manual' })
    const iterator = connection[Symbol.asyncIterator]()
    const [a, b] = await clock.run(Promise.all([iterator.next(), iterator.next()]))
    const next = iterator.next()
    await clock.advance(0)
    expect(cursor.calls).toEqual(['load'])
    if (!a.done) connection.acknowledge(a.value)
    expect(connection.lastEventId).toBe('1')
    if (!b.done) connection.acknowledge(b.value)
    if (!a.done) connection.acknowledge(a.value)
    connection.acknowledge({ type: 'message', data: 'b', lastEventId: '9' })
    await connection.close()
    await next
    expect(cursor.calls).toEqual(['load', '1', '3'])
  })

  it('keeps the request where the consumer is, acknowledged or not', async () => {
    const { fetch, outcome, connection } = setUp([{ body: BODY }, STOP], { cursor: noting(), ack: 'manual' })
    await outcome()
    expect(fetch.requests[1]?.lastEventId).toBe('3')
    expect(connection.lastEventId).toBe('')
  })

  it('gives the event of a break again, unless it is acknowledged', async () => {
    for (const isAcknowledged of [false, true]) {
      const cursor = memoryCursor()
      const { connection, clock } = setUp([{ body: BODY }], { cursor })
      const consume = async (): Promise<void> => {
        for await (const event of connection) {
          if (event.data !== 'b') continue
          if (isAcknowledged) connection.acknowledge(event)
          break
        }
      }
      await clock.run(consume())
      expect(cursor.load()).toBe(isAcknowledged ? '2' : '1')
    }
  })

  it('is saved one at a time, the newest first, and to the last before the end', async () => {
    const saves: { id: string; done: PromiseWithResolvers<void> }[] = []
    const cursor: CursorStore = {
      load: () => undefined,
      save: (id) => {
        const done = Promise.withResolvers<void>()
        saves.push({ id, done })
        return done.promise
      },
    }
    const body = [1, 2, 3, 4].map((id) => `id: ${id}\ndata: ${id}\n\n`).join('')
    const { connection, clock } = setUp([{ body }, STOP], { cursor })
    let isOver = false
    const over = collect(connection).then(() => (isOver = true))
    await clock.advance(60_000)
    expect([connection.state, isOver, saves.map(({ id }) => id)]).toEqual(['closed', false, ['1']])
    saves[0]?.done.resolve()
    await clock.advance(0)
    expect([isOver, saves.map(({ id }) => id)]).toEqual([false, ['1', '4']])
    saves[1]?.done.resolve()
    await over
  })

  it('that cannot be saved is reported, tried again at the end, and stops nothing', async () => {
    const save = vi
      .fn<CursorStore['save']>()
      .mockImplementationOnce(() => {
        throw new Error('full')
      })
      .mockRejectedValueOnce(new Error('still full'))
    const { changes, outcome } = setUp([{ body: BODY, fault: 'drop' }, STOP], {
      cursor: { load: () => undefined, save },
    })
    expect(await outcome()).toEqual({ events: ['a', 'b'] })
    expect(changes.filter(({ cause }) => cause?.code === 'cursor-not-saved')).toMatchObject([
      { state: 'open', cause: { willRetry: true, cause: { message: 'full' } } },
      { state: 'open', cause: { cause: { message: 'still full' } } },
    ])
    expect(save.mock.calls.at(-1)).toEqual(['3'])
  })

  it('is saved for what is acknowledged after the end, too', async () => {
    const cursor = noting()
    const { connection, clock } = setUp([{ body: BODY, fault: 'stall' }], { cursor })
    const iterator = connection[Symbol.asyncIterator]()
    const first = await clock.run(iterator.next())
    await connection.close()
    if (!first.done) connection.acknowledge(first.value)
    await connection.close()
    expect(cursor.calls).toEqual(['load', '1'])
  })

  it.each<[string, object]>([
    ['ack', { ack: 'always' }],
    ['cursorIn', { cursorIn: 'query' }],
    ['cursorIn', { cursorIn: { query: '' } }],
    ['cursor', { cursor: {} }],
    ['cursor', { cursor: { load: () => '1' } }],
  ])('%s: TypeError (%#)', (name, options) => {
    expect(() => connect('http://test/', options)).toThrow(TypeError)
    expect(() => connect('http://test/', options)).toThrow(name)
  })
})
