import { assertEqual, assertThrows } from './assert.ts'
import { check, event, HOUR, setUp, STOP } from './client-scene.ts'
import type { ClientRequest, ClientSubject } from './client-subject.ts'
import type { ParsedEvent } from './reference.ts'
import type { Check } from './suite.ts'

/** What a client does when it is asked for more than the standard has. */
export const clientOptionChecks: readonly Check<ClientSubject>[] = [
  check('timeouts.connect gives up an attempt without an answer', async (subject) => {
    const { all, times } = setUp(subject, [{ fault: 'hang' }, STOP], { timeouts: { connect: 5_000 } })
    await all()
    assertEqual(times.length, 2, 'the requests')
    assertEqual(isSoonAfter(5_000, times[1]), true, `the second request after the timeout, came after ${times[1]} ms`)
  }),
  check('timeouts.idle gives up a silent stream, which is resumed', async (subject) => {
    const script = [{ body: 'id: 1\ndata: a\n\n', fault: 'stall' }, STOP] as const
    const { all, sent, times, fetch } = setUp(subject, script, { timeouts: { idle: 5_000 } })
    assertEqual(await all(), [event('a', '1')], 'the events')
    assertEqual([sent(), fetch.active], [['', '1'], 0], 'the last event IDs, and the bodies left open')
    assertEqual(isSoonAfter(5_000, times[1]), true, `the second request after the timeout, came after ${times[1]} ms`)
  }),
  check('timeouts.idle does not count while the consumer is busy', async (subject) => {
    const script = [{ body: 'data: a\n\ndata: b\n\n', chunkBytes: 9, fault: 'stall' }] as const
    const { connection, clock, fetch } = setUp(subject, script, { timeouts: { idle: 5_000 } })
    const iterator = connection[Symbol.asyncIterator]()
    await clock.run(iterator.next())
    await clock.advance(HOUR)
    assertEqual(fetch.requests.length, 1, 'the requests while the consumer was busy')
    assertEqual((await clock.run(iterator.next())).value?.data, 'b', 'the event after it')
    await connection.close()
  }),
  check('a cursor says where to begin, and is moved past what is processed', async (subject) => {
    const { cursor, saved } = cursorAt('4')
    const script = [{ body: 'id: 5\ndata: a\n\nid: 6\ndata: b\n\n', fault: 'stall' }] as const
    const { connection, clock, sent } = setUp(subject, script, { cursor })
    const iterator = connection[Symbol.asyncIterator]()
    await clock.run(iterator.next())
    await clock.run(iterator.next())
    assertEqual([sent(), saved], [['4'], ['5']], 'the last event IDs of the requests, and what was saved')
    await connection.close()
    assertEqual(saved, ['5'], 'what was saved: the event that the consumer was busy with is not')
  }),
  check("ack: 'manual' moves the cursor only by acknowledge()", async (subject) => {
    const { cursor, saved } = cursorAt()
    const body = 'id: 1\ndata: a\n\nid: 2\ndata: b\n\nid: 3\ndata: c\n\n'
    const { connection, clock } = setUp(subject, [{ body }, STOP], { cursor, ack: 'manual' })
    const consume = async (): Promise<void> => {
      for await (const event of connection)
        if (event.data === 'b') (connection.acknowledge ?? missing).call(connection, event)
    }
    await clock.run(consume())
    assertEqual(saved, ['2'], 'what was saved')
  }),
  check('cursorIn puts the place into the query, and not into a header', async (subject) => {
    const { all, fetch } = setUp(subject, [{ body: 'id: \u4F60&\ndata: a\n\n' }, STOP], {
      cursorIn: { query: 'after' },
    })
    await all()
    const { url, headers } = fetch.requests[1] ?? { url: 'http://none/', headers: new Headers() }
    assertEqual(new URL(url).searchParams.get('after'), '\u4F60&', 'the parameter')
    assertEqual(headers.has('last-event-id'), false, 'whether there is a Last-Event-ID')
  }),
  check('until ends it after the event that it picks', async (subject) => {
    const script = [{ body: 'data: a\n\ndata: [DONE]\n\ndata: b\n\n', fault: 'stall' }] as const
    const { all, fetch } = setUp(subject, script, { until: ({ data }) => data === '[DONE]' })
    assertEqual(await all(), [event('a', ''), event('[DONE]', '')], 'the events')
    assertEqual(fetch.requests[0]?.state, 'cancelled', 'the body')
  }),
  check('failOn ends it with an error, in place of the event', async (subject) => {
    const wrong = Object.assign(new Error('overloaded'), { name: 'Overloaded' })
    const seen: ParsedEvent[] = []
    const script = [{ body: 'data: a\n\nevent: error\ndata: b\n\n', fault: 'stall' }] as const
    const { connection, clock, fetch } = setUp(subject, script, {
      failOn: ({ type }) => (type === 'error' ? wrong : undefined),
    })
    const consume = async (): Promise<void> => {
      for await (const event of connection) seen.push(event)
    }
    await assertThrows(() => clock.run(consume()), ['Overloaded'], 'the iteration')
    await clock.advance(HOUR)
    assertEqual([seen.length, fetch.requests.length, fetch.active], [1, 1, 0], 'events, requests, bodies left open')
  }),
  check('reconnect() makes another attempt at once, from where the consumer is', async (subject) => {
    const { collect, connection, clock, times, sent } = setUp(subject, [
      { body: 'retry: 60000\nid: 1\ndata: a\n\n', fault: 'stall' },
      STOP,
    ])
    const events = collect()
    await clock.advance(10)
    ;(connection.reconnect ?? missing).call(connection)
    assertEqual(await clock.run(events), [event('a', '1')], 'the events')
    assertEqual(sent(), ['', '1'], 'the last event IDs of the requests')
    assertEqual((times[1] ?? HOUR) < 1_000, true, `the second request within a second, came after ${times[1]} ms`)
  }),
  check(
    'a function makes the request anew for each attempt, and may have another token after a 401',
    async (subject) => {
      const { all, fetch } = setUp(subject, [{ status: 401 }, { body: 'data: a\n\n' }, STOP], { request: withToken })
      assertEqual(await all(), [event('a', '')], 'the events')
      const tokens = fetch.requests.map(({ headers }) => headers.get('authorization'))
      assertEqual(tokens, ['token 1', 'token 2', 'token 3'], 'the tokens')
    },
  ),
  check('batches() gives what came together', async (subject) => {
    const { connection, clock } = setUp(subject, [{ body: 'data: a\n\ndata: b\n\n' }, { body: 'data: c\n\n' }, STOP])
    const batches: string[] = []
    const consume = async (): Promise<void> => {
      for await (const events of (connection.batches ?? missing).call(connection))
        batches.push(events.map(({ data }) => data).join())
    }
    await clock.run(consume())
    assertEqual(batches, ['a,b', 'c'], 'the batches')
  }),
]

/** A client may wait a while before it comes back. */
function isSoonAfter(time: number, actual = 0): boolean {
  return actual >= time && actual < time + 30_000
}

function missing(): never {
  throw new Error('The connection has no such method: name this check as unsupported, with the reason')
}

function withToken({ number }: { readonly number: number }): ClientRequest {
  return { headers: { authorization: `token ${number}` } }
}

function cursorAt(id?: string) {
  const saved: string[] = []
  const cursor = {
    load: () => id,
    save: (id: string) => {
      saved.push(id)
    },
  }
  return { cursor, saved }
}
