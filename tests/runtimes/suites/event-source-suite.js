import { expectEqual, newKey, planUrl, seen } from './hostile-client.js'

const LOG = ['retry: 1\nid: 1\ndata: a\n\n', 'id: 2\nevent: tick\ndata: \u{1F600}\n\n', 'id: 3\r\ndata: c\r\n\r\n']
const LOG_BYTES = new TextEncoder().encode(LOG.join('')).length
const WHOLE = ['open', 'message a 1', 'tick \u{1F600} 2', 'message c 3']

/**
 * An `EventSource` against the hostile server, over real sockets. The subject is `{ EventSource, origin }`; its sources
 * are given a short reconnection time, which a platform's own ignores.
 */
export const eventSourceSuite = [
  check('every event once, when the connection is cut or ended', async (subject) => {
    for (let cutAt = 0; cutAt <= LOG_BYTES; cutAt += 5) {
      for (const fault of ['reset', 'fin', undefined]) {
        const { heard } = await follow(subject, [{ log: LOG, fault, cutAt }, { log: LOG }])
        const events = heard.filter((event) => event !== 'open' && !event.startsWith('error'))
        expectEqual(events, WHOLE.slice(1), `${fault ?? 'end'} at byte ${cutAt}`)
        expectEqual(heard.at(-1), 'error 2', 'a 204 ends it')
      }
    }
  }),
  check('a redirect is followed, and events say where they came from', async (subject) => {
    const location = planUrl(subject, newKey(), [{ log: LOG }])
    const hop = { status: 302, headers: { location }, framing: 'close' }
    const { heard, origins, url } = await follow(subject, [hop, hop])
    expectEqual(heard, [...WHOLE, 'error 0', 'error 2'], 'what was heard')
    expectEqual(origins, [subject.origin, subject.origin, subject.origin], 'the origins')
    expectEqual(url.startsWith(`${subject.origin}/s/`), true, 'url is the one that was given')
  }),
  ...[
    ['204', []],
    ['another status', [{ status: 500, headers: { 'content-type': 'text/event-stream' }, body: LOG[0] }]],
    ['another type', [{ headers: { 'content-type': 'text/plain' }, body: LOG[0] }]],
  ].map(([what, plan]) => {
    return check(`${what} closes it, with one error event`, async (subject) => {
      const { heard, requests } = await follow(subject, plan)
      expectEqual([heard, requests.length], [['error 2'], 1], 'what was heard, and the requests')
    })
  }),
  check('close() lets go of the connection, and the server sees it', async (subject) => {
    const key = newKey()
    const source = open(subject, key, [{ log: LOG, fault: 'stall' }])
    await new Promise((resolve) => source.addEventListener('tick', resolve))
    source.close()
    expectEqual(source.readyState, 2, 'readyState')
    await seen(subject, key, 1)
  }),
  check('an id that is not Latin-1 comes back as UTF-8', async (subject) => {
    const { requests } = await follow(subject, [{ body: 'retry: 1\nid: \u00E9\u4F60\u{1F600}\ndata: a\n\n' }])
    expectEqual(requests[1].lastEventId, '\u00E9\u4F60\u{1F600}', 'Last-Event-ID')
  }),
]

function check(name, run) {
  return { name, run }
}

function open(subject, key, plan) {
  return new subject.EventSource(planUrl(subject, key, plan), { reconnectionTime: 1 })
}

/** All that a source's listeners hear until it is closed, and what the server saw. */
async function follow(subject, plan) {
  const key = newKey()
  const source = open(subject, key, plan)
  const heard = []
  const origins = []
  await new Promise((resolve) => {
    source.addEventListener('open', () => heard.push('open'))
    for (const type of ['message', 'tick']) {
      source.addEventListener(type, ({ data, lastEventId, origin }) => {
        heard.push(`${type} ${data} ${lastEventId}`)
        origins.push(origin)
      })
    }
    source.addEventListener('error', () => {
      heard.push(`error ${source.readyState}`)
      if (source.readyState === 2) resolve()
    })
  })
  return { heard, origins, url: source.url, requests: await seen(subject, key) }
}
