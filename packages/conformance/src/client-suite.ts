import { assertEqual, assertThrows } from './assert.ts'
import { clientOptionChecks } from './client-option-checks.ts'
import { check, event, HOUR, setUp, STOP } from './client-scene.ts'
import type { ClientSubject } from './client-subject.ts'
import type { FaultyAnswer, FaultyRequest } from './faulty-fetch.ts'
import type { Check, Suite } from './suite.ts'

/**
 * Judges a client by what it asks of a server and what it gives to its consumer when things go wrong, on a fake clock
 * and without a network.
 */
export const clientSuite: Suite<ClientSubject> = [
  check('it gives every event, in order', async (subject) => {
    const body = 'id: 1\ndata: a\n\nevent: error\ndata: b\n\n:c\n\nid\ndata: d\ndata: e\n\n'
    const { all } = setUp(subject, [{ body }, STOP])
    assertEqual(await all(), [event('a', '1'), event('b', '1', 'error'), event('d\ne', '')], 'the events')
  }),
  check('a character cut in two comes whole', async (subject) => {
    const { all } = setUp(subject, [{ body: '\uFEFFid: \u4F60\ndata: \u{1F600}\n\n', chunkBytes: 1 }, STOP])
    assertEqual(await all(), [event('\u{1F600}', '\u4F60')], 'the events')
  }),
  check('it connects before anybody iterates', async (subject) => {
    const { fetch, clock } = setUp(subject, [{ fault: 'stall' }])
    await clock.advance(0)
    assertEqual(fetch.requests.length, 1, 'the requests')
  }),
  check('it asks for an event stream', async (subject) => {
    const { all, fetch } = setUp(subject, [STOP])
    await all()
    const [request] = fetch.requests
    assertEqual(request?.headers.get('accept'), 'text/event-stream', 'Accept')
    assertEqual(request?.headers.has('last-event-id'), false, 'whether there is a Last-Event-ID')
  }),
  check('204 ends it', async (subject) => {
    const { all, fetch, clock } = setUp(subject, [STOP])
    assertEqual(await all(), [], 'the events')
    await clock.advance(HOUR)
    assertEqual(fetch.requests.length, 1, 'the requests')
  }),
  check('cut anywhere, it resumes after the last event that it gave', async (subject) => {
    for (const fault of ['drop', 'end'] as const) {
      for (let faultAt = 0; faultAt <= LOG.length; faultAt += 1) {
        const { all } = setUp(subject, ({ number, lastEventId }) => {
          if (lastEventId === '3') return STOP
          return {
            body: LOG.slice(lastEventId ? LOG.indexOf(`id: ${Number(lastEventId) + 1}`) : 0),
            ...(number === 1 && { fault, faultAt }),
          }
        })
        assertEqual(await all(), [event('a', '1'), event('b', '2'), event('c', '3')], `${fault} before byte ${faultAt}`)
      }
    }
  }),
  check('it resumes from the id that it is given', async (subject) => {
    const { all, sent } = setUp(subject, [{ body: 'data: a\n\n' }, STOP], { lastEventId: '7' })
    assertEqual(await all(), [event('a', '7')], 'the events, of which none sets an id')
    assertEqual(sent(), ['7', '7'], 'the last event IDs of the requests')
  }),
  check('an id without data moves its place, an unfinished block does not', async (subject) => {
    const { all, sent } = setUp(subject, [{ body: 'id: 1\ndata: a\n\nid: 2\n\nid: 3\ndata: c\n', fault: 'drop' }, STOP])
    assertEqual(await all(), [event('a', '1')], 'the events')
    assertEqual(sent(), ['', '2'], 'the last event IDs of the requests')
  }),
  check('an empty id takes its place away', async (subject) => {
    const { all, fetch } = setUp(subject, [{ body: 'id: 1\ndata: a\n\nid:\ndata: b\n\n' }, STOP])
    await all()
    assertEqual(fetch.requests[1]?.headers.has('last-event-id'), false, 'whether there is a Last-Event-ID')
  }),
  check('an id is sent in UTF-8', async (subject) => {
    const { all, sent } = setUp(subject, [{ body: 'id: \u00E9\u4F60\ndata: a\n\n' }, STOP])
    await all()
    assertEqual(sent(), ['', '\u00E9\u4F60'], 'the last event IDs as a server reads them')
  }),
  check('an id that no header can carry is left out', async (subject) => {
    const { all, fetch } = setUp(subject, [{ body: 'id: a\u0007b\ndata: a\n\n' }, STOP])
    await all()
    assertEqual(fetch.requests[1]?.headers.has('last-event-id'), false, 'whether there is a Last-Event-ID')
  }),
  waits('retry, if the stream ends', [{ body: 'retry: 7000\n\n' }], 7_000),
  waits('retry, if the stream breaks off', [{ body: 'retry: 7000\n', fault: 'drop' }], 7_000),
  waits('retry of an earlier stream', [{ body: 'retry: 7000\n\n' }, { fault: 'refuse' }], 7_000),
  waits('Retry-After in seconds', [{ status: 503, headers: { 'retry-after': '70' } }], 70_000),
  waits(
    'Retry-After as a date',
    [{ status: 429, headers: { 'retry-after': 'Thu, 01 Jan 1970 00:02:00 GMT' } }],
    120_000,
  ),
  waits('a retry of 3,000,000,000, which is more than a timer can', [{ body: 'retry: 3000000000\n\n' }], 2 ** 31 - 1),
  ...[408, 425, 429, 500, 502, 503, 504].map((status) => {
    return check(`status ${status} is tried again`, async (subject) => {
      const { all } = setUp(subject, [{ status }, { body: 'data: a\n\n' }, STOP])
      assertEqual(await all(), [event('a', '')], 'the events')
    })
  }),
  ...[201, 206, 400, 401, 403, 404, 410].map((status) => fails(`status ${status}`, { status, body: 'data: a\n\n' })),
  fails('text/plain', { headers: { 'content-type': 'text/plain' }, body: 'data: a\n\n' }),
  fails('no content type', { headers: {}, body: 'data: a\n\n' }),
  check('the type may have parameters, in any case', async (subject) => {
    const headers = { 'content-type': 'Text/Event-Stream ; charset=latin1' }
    const { all } = setUp(subject, [{ headers, body: 'data: \u00E9\n\n' }, STOP])
    assertEqual(await all(), [event('\u00E9', '')], 'the events')
  }),
  check('a server that accepts and closes at once gets at most 12 requests in a minute', async (subject) => {
    for (const random of [0, 0.5, 0.999]) {
      const { all, times } = setUp(subject, closesAtOnce, { random: () => random })
      await all()
      const time = (times[12] ?? 0) - (times[0] ?? 0)
      assertEqual(
        time >= 60_000,
        true,
        `the 13th request a minute after the first at the earliest, came after ${time} ms`,
      )
    }
  }),
  check('break cancels the body before it is done', async (subject) => {
    const { connection, fetch, clock } = setUp(subject, [{ body: 'data: a\n\n', fault: 'stall' }])
    const broken = (async () => {
      for await (const _ of connection) break
      return fetch.requests[0]?.state
    })()
    assertEqual(await clock.run(broken), 'cancelled', 'the body after the loop')
  }),
  check('close() ends a quiet stream, and what waits for it', async (subject) => {
    const { collect, connection, fetch, clock } = setUp(subject, [{ fault: 'stall' }])
    const events = collect()
    await clock.advance(0)
    await connection.close()
    assertEqual(fetch.requests[0]?.state, 'cancelled', 'the body')
    assertEqual(await clock.run(events), [], 'the events')
  }),
  check('nothing is sent after close()', async (subject) => {
    const { collect, connection, fetch, clock } = setUp(subject, [{ fault: 'refuse' }])
    const events = collect()
    await clock.advance(0)
    await connection.close()
    await clock.advance(HOUR)
    assertEqual(fetch.requests.length, 1, 'the requests')
    assertEqual(await clock.run(events), [], 'the events')
  }),
  check('the signal cancels the body and is the error', async (subject) => {
    const controller = new AbortController()
    const { collect, fetch, clock } = setUp(subject, [{ fault: 'stall' }], { signal: controller.signal })
    const events = assertThrows(collect, ['AbortError'], 'the iteration')
    await clock.advance(0)
    controller.abort()
    await clock.run(events)
    assertEqual(fetch.requests[0]?.state, 'cancelled', 'the body')
  }),
  check('it reads no further than its consumer', async (subject) => {
    const chunk = 'data: a\n\n'
    const { connection, fetch, clock } = setUp(subject, [{ body: chunk.repeat(100), chunkBytes: chunk.length }])
    const iterator = connection[Symbol.asyncIterator]()
    for (let taken = 0; taken < 3; taken += 1) await clock.run(iterator.next())
    await clock.advance(HOUR)
    assertEqual(fetch.requests[0]?.bytesRead, 3 * chunk.length, 'the bytes read for three events')
    await connection.close()
  }),
  check('it has one consumer', async (subject) => {
    const { connection } = setUp(subject, [STOP])
    connection[Symbol.asyncIterator]()
    await assertThrows(() => connection[Symbol.asyncIterator](), ['TypeError'], 'the second iterator')
    await connection.close()
  }),
  check('retry: false makes one request', async (subject) => {
    const { all, sent } = setUp(subject, [{ body: 'id: 1\ndata: a\n\n' }], { retry: false })
    assertEqual(await all(), [event('a', '1')], 'the events')
    assertEqual(sent(), [''], 'the last event IDs of the requests')
  }),
  check('a POST is not repeated, unless an id says where it goes on', async (subject) => {
    const request = { method: 'POST', body: 'x' }
    const without = setUp(subject, [{ body: 'data: a\n\n' }, STOP], { request })
    assertEqual(await without.all(), [event('a', '')], 'the events without ids')
    assertEqual(without.sent(), [''], 'the last event IDs of the requests')
    const withIds = setUp(subject, [{ body: 'id: 1\ndata: a\n\n' }, STOP], { request })
    assertEqual(await withIds.all(), [event('a', '1')], 'the events with ids')
    assertEqual(withIds.sent(), ['', '1'], 'the last event IDs of the requests')
  }),
  ...clientOptionChecks,
]

/** Three events, and whatever a stream may have around them. */
const LOG = ': hi\nid: 1\ndata: a\n\n\nid: 2\r\ndata: b\r\n\r\nid: 3\ndata: c\n\n'

/** The request after `answers` must come no earlier than `delay` milliseconds after the one before it. */
function waits(what: string, answers: readonly FaultyAnswer[], delay: number): Check<ClientSubject> {
  return check(`it waits as long as the server asks: ${what}`, async (subject) => {
    const { all, times } = setUp(subject, [...answers, STOP], { random: () => 0 })
    await all()
    assertEqual(times.length, answers.length + 1, 'the requests')
    const [before = 0, last = 0] = times.slice(-2)
    assertEqual(
      last - before >= delay,
      true,
      `at least ${delay} ms between the last two requests, got ${last - before}`,
    )
  })
}

/** Twelve times, and then it lets the client go. */
function closesAtOnce({ number }: FaultyRequest): FaultyAnswer {
  return number <= 12 ? { body: 'retry: 0\n\n' } : STOP
}

function fails(what: string, answer: FaultyAnswer): Check<ClientSubject> {
  return check(`${what} is an error, and the end`, async (subject) => {
    const { all, fetch, clock } = setUp(subject, [answer, { body: 'data: a\n\n' }])
    await assertThrows(all, ['ConnectError'], 'the iteration')
    await clock.advance(HOUR)
    assertEqual(fetch.requests.length, 1, 'the requests')
    assertEqual(fetch.active, 0, 'the bodies left open')
  })
}
