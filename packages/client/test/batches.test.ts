import { describe, expect, it } from 'vitest'
import { memoryCursor, type ServerSentEvent } from '../src/index.ts'
import { setUp, STOP, type SetUp } from './set-up.ts'

const BODY = 'id: 1\ndata: a\n\nid: 2\ndata: b\n\n'

/** The data of every batch, and the error if there was one. */
function batchesOf<Event extends object>({
  connection,
  clock,
}: SetUp<Event>): Promise<{ batches: string[]; error?: unknown }> {
  const collect = async (): Promise<{ batches: string[]; error?: unknown }> => {
    const batches: string[] = []
    try {
      for await (const batch of connection.batches()) {
        batches.push((batch as readonly unknown[] as readonly ServerSentEvent[]).map(({ data }) => data).join())
      }
      return { batches }
    } catch (error) {
      return { batches, error }
    }
  }
  return clock.run(collect())
}

describe('batches()', () => {
  it('gives what came together, over every stream, and no empty batch', async () => {
    const script = [{ body: BODY }, { body: ':c\n\nid: 3\n\n' }, { body: 'data: c\n\n', chunkBytes: 4 }, STOP]
    const scene = setUp(script)
    expect(await batchesOf(scene)).toEqual({ batches: ['a,b', 'c'] })
    expect(scene.fetch.requests.map(({ lastEventId }) => lastEventId)).toEqual(['', '2', '3', '3'])
  })

  it('moves the place past a batch at its delivery, or when the next is asked for, or within it by hand', async () => {
    for (const [ack, at] of [
      ['delivery', ['2', '2', '3']],
      ['processed', ['', '1', '2']],
      ['manual', ['', '1', '1']],
    ] as const) {
      const cursor = memoryCursor()
      const { connection, clock } = setUp([{ body: BODY }, { body: 'id: 3\ndata: c\n\n' }, STOP], { cursor, ack })
      const iterator = connection.batches()
      const places: string[] = []
      const [first] = (await clock.run(iterator.next())).value ?? []
      places.push(connection.lastEventId)
      if (first) connection.acknowledge(first)
      places.push(connection.lastEventId)
      await clock.run(iterator.next())
      places.push(connection.lastEventId)
      await iterator.return?.()
      expect([ack, places, cursor.load()]).toEqual([ack, at, at[2]])
    }
  })

  it('ends a batch with the event that until picks, and gives nothing after it', async () => {
    const scene = setUp([{ body: BODY + BODY, fault: 'stall' }], { until: ({ data }) => data === 'b' })
    expect(await batchesOf(scene)).toEqual({ batches: ['a,b'] })
    expect([scene.fetch.active, scene.connection.lastEventId]).toEqual([0, '2'])
  })

  it('gives what came before an error inside the stream, and then the error', async () => {
    const wrong = new Error('wrong')
    const failing = setUp([{ body: BODY, fault: 'stall' }], { failOn: ({ data }) => (data === 'b' ? wrong : null) })
    expect(await batchesOf(failing)).toEqual({ batches: ['a'], error: wrong })
    const decoded = setUp([{ body: BODY, fault: 'stall' }], {
      cursor: memoryCursor(),
      events: async (event) => {
        if (event.data === 'b') throw wrong
        return event
      },
    })
    expect(await batchesOf(decoded)).toEqual({ batches: ['a'], error: wrong })
    expect([decoded.fetch.active, decoded.connection.lastEventId]).toEqual([0, '1'])
  })

  it('leaves out what the decoder leaves out', async () => {
    const body = `${BODY}id: 3\ndata: a\n\n`
    const scene = setUp([{ body }, STOP], { events: (event) => (event.data === 'a' ? undefined : event) })
    expect(await batchesOf(scene)).toEqual({ batches: ['b'] })
    expect(scene.connection.lastEventId).toBe('3')
  })

  it('gives nothing after close(), not even what is decoded already', async () => {
    const gate = Promise.withResolvers<void>()
    const { connection, clock } = setUp([{ body: BODY, fault: 'stall' }], {
      events: async (event) => {
        if (event.data === 'b') await gate.promise
        return event
      },
    })
    const next = connection.batches().next()
    await clock.advance(0)
    const closed = connection.close()
    gate.resolve()
    await closed
    expect(await next).toEqual({ done: true, value: undefined })
  })

  it('reads no further than its consumer', async () => {
    const { connection, clock, fetch } = setUp([{ body: BODY.repeat(50), chunkBytes: BODY.length }])
    const iterator = connection.batches()
    for (let taken = 0; taken < 3; taken += 1) await clock.run(iterator.next())
    await clock.advance(3_600_000)
    expect(fetch.requests[0]?.bytesRead).toBe(3 * BODY.length)
    await connection.close()
  })

  it('is the one iteration that a connection has', async () => {
    const { connection } = setUp([STOP])
    connection.batches()
    expect(() => connection.batches()).toThrow(TypeError)
    expect(() => connection[Symbol.asyncIterator]()).toThrow(TypeError)
    await connection.close()
  })
})
