import { expectEqual, gather, newKey, planUrl, seen, SOON } from './hostile-client.js'

const LOG = ['id: 1\ndata: a\n\n', 'id: 2\ndata: \u{1F600}\n\n', 'id: 3\r\ndata: c\r\n\r\n']
const LOG_BYTES = new TextEncoder().encode(LOG.join('')).length
const WHOLE = ['a', '\u{1F600}', 'c']

/**
 * A client against the hostile server, over real sockets. Data, like the suites of `@eventwire/conformance`, so that it
 * runs wherever `connect` does. The subject is `{ connect, origin }`.
 */
export const socketSuite = [
  ...['reset', 'fin', undefined].map((fault) => {
    const how = { reset: 'reset', fin: 'closed in the middle of a chunk' }[fault] ?? 'ended cleanly'
    return check(`every event once, when the connection is ${how} at every byte`, async (subject) => {
      for (let cutAt = 0; cutAt <= LOG_BYTES; cutAt += 1) {
        const { events } = await follow(subject, [{ log: LOG, fault, cutAt }, { log: LOG }])
        expectEqual(events, WHOLE, `cut at byte ${cutAt}`)
      }
    })
  }),
  check('a stream in pieces of every size', async (subject) => {
    for (let pieces = 1; pieces <= 16; pieces += 1) {
      const { events } = await follow(subject, [{ log: LOG, pieces }])
      expectEqual(events, WHOLE, `in pieces of ${pieces}`)
    }
  }),
  check('a body without chunks, ended by the connection', async (subject) => {
    const { events } = await follow(subject, [{ log: LOG, framing: 'close' }])
    expectEqual(events, WHOLE, 'the events')
  }),
  check('a Content-Length that is too long', async (subject) => {
    const { events } = await follow(subject, [{ log: LOG, framing: 'length', lie: 100 }, { log: LOG }])
    expectEqual(events, WHOLE, 'the events')
  }),
  check('a Content-Length that is too short', async (subject) => {
    for (let lie = 1; lie <= LOG_BYTES; lie += 5) {
      const { events } = await follow(subject, [{ log: LOG, framing: 'length', lie: -lie }, { log: LOG }])
      expectEqual(events, WHOLE, `${lie} bytes too short`)
    }
  }),
  ...[301, 302, 303, 307, 308].map((status) => {
    return check(`a redirect with ${status} is followed, and the id goes with it`, async (subject) => {
      const target = newKey()
      const location = planUrl(subject, target, [{ log: LOG }])
      const headers = { location, 'content-type': 'text/plain' }
      const hop = { status, headers, framing: 'close' }
      const { events, requests } = await follow(subject, [hop, hop], { lastEventId: '1' })
      expectEqual(events, WHOLE.slice(1), 'the events')
      expectEqual(requests[0].lastEventId, '1', 'the id in the request that is redirected')
      expectEqual((await seen(subject, target))[0].lastEventId, '1', 'the id in the request that follows')
    })
  }),
  check('a stalled stream is ended by close(), and the server sees it', async (subject) => {
    const key = newKey()
    const connection = subject.connect(planUrl(subject, key, [{ log: LOG, fault: 'stall' }]), SOON)
    const iterator = connection[Symbol.asyncIterator]()
    for (const data of WHOLE) expectEqual((await iterator.next()).value.data, data, 'an event')
    const pending = iterator.next()
    await connection.close()
    expectEqual((await pending).done, true, 'the iteration is done')
    await seen(subject, key, 1)
  }),
  check('break cancels, and the server sees it', async (subject) => {
    const key = newKey()
    const connection = subject.connect(planUrl(subject, key, [{ log: LOG, fault: 'stall' }]), SOON)
    for await (const _ of connection) break
    expectEqual(connection.state, 'closed', 'the state')
    const requests = await seen(subject, key, 1)
    expectEqual(requests.length, 1, 'the requests')
  }),
  check('a flood is stopped by break, and the server sees it', async (subject) => {
    const key = newKey()
    for await (const _ of subject.connect(planUrl(subject, key, [{ flood: 2 ** 30 }]), SOON)) break
    await seen(subject, key, 1)
  }),
  check('a POST with a body is sent again only once it has an id', async (subject) => {
    const request = { method: 'POST', body: '{"a":"\u00E9"}', headers: { 'content-type': 'application/json' } }
    const { events, requests } = await follow(subject, [{ body: LOG[0] }, { log: LOG }], {
      request,
    })
    expectEqual(events, WHOLE, 'the events')
    expectEqual(
      requests.map(({ method, body, lastEventId = '' }) => [method, body, lastEventId]),
      ['', '1', '3'].map((id) => ['POST', request.body, id]),
      'the requests',
    )
    const without = await follow(subject, [{ body: 'data: a\n\n' }, { log: LOG }], { request })
    expectEqual([without.events, without.requests.length], [['a'], 1], 'the events without ids, and the requests')
  }),
  check('an id that is not Latin-1 comes back as UTF-8', async (subject) => {
    const { requests } = await follow(subject, [{ body: 'id: \u00E9\u4F60\u{1F600}\ndata: a\n\n' }])
    expectEqual(requests[1].lastEventId, '\u00E9\u4F60\u{1F600}', 'Last-Event-ID')
  }),
  check('204 ends it', async (subject) => {
    const { events, requests } = await follow(subject, [])
    expectEqual([events, requests.length], [[], 1], 'the events, and the requests')
  }),
  check('a wrong status is an error with status and body', async (subject) => {
    const plan = [{ status: 404, headers: { 'content-type': 'text/plain' }, body: 'gone' }]
    const { error } = await follow(subject, plan)
    expectEqual([error?.code, error?.status, error?.body, error?.willRetry], ['bad-status', 404, 'gone', false], 'it')
  }),
  check('a wrong type is an error', async (subject) => {
    const { error } = await follow(subject, [{ headers: { 'content-type': 'text/html' }, body: LOG[0] }])
    expectEqual(error?.code, 'not-an-event-stream', 'the code')
  }),
  check('Retry-After is waited for', async (subject) => {
    const headers = { 'retry-after': '1', 'content-type': 'text/plain' }
    const { events, requests } = await follow(subject, [{ status: 503, headers }, { log: LOG }])
    expectEqual(events, WHOLE, 'the events')
    const waited = requests[1].at - requests[0].at
    if (waited < 990) throw new Error(`Retry-After: 1, but the next request came after ${waited} ms`)
  }),
]

function check(name, run) {
  return { name, run }
}

/** All that comes of a plan: the events' data, the error if there is one, and what the server saw. */
async function follow(subject, plan, options) {
  const key = newKey()
  const outcome = await gather(subject.connect(planUrl(subject, key, plan), { ...SOON, ...options }))
  return { ...outcome, requests: await seen(subject, key) }
}
