import { assertEqual } from './assert.ts'
import { serverCheck } from './server-scene.ts'
import type { ServerSubject } from './server-subject.ts'
import type { Check } from './suite.ts'

const HEAD: Readonly<Record<string, string>> = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
}

/** Who gets a stream, and how its response begins. */
export const serverDoorChecks: readonly Check<ServerSubject>[] = [
  serverCheck('head: 200 with the headers of an event stream', async (scene) => {
    await using reader = await scene.read('/events')
    expectHead(reader.response)
  }),

  serverCheck('head: HEAD gets it, without a body', async ({ url }) => {
    const response = await fetch(`${url}/events`, { method: 'HEAD' })
    expectHead(response)
    assertEqual(await response.text(), '', 'The body of a HEAD')
  }),

  serverCheck('405: another method is refused, and told which ones are not', async ({ url }) => {
    for (const [path, method, allow] of [
      ['/events', 'PUT', 'GET, POST, HEAD'],
      ['/events', 'DELETE', 'GET, POST, HEAD'],
      ['/echo', 'GET', 'POST'],
    ] as const) {
      const response = await fetch(`${url}${path}`, { method })
      await response.text()
      assertEqual([response.status, response.headers.get('allow')], [405, allow], `${method} ${path}`)
    }
  }),

  serverCheck('406: an Accept that excludes event streams is refused', async (scene) => {
    for (const [accept, status] of [
      ['text/html', 406],
      ['text/event-stream;q=0, */*', 406],
      ['text/html, */*;q=0.1', 200],
      ['TEXT/*', 200],
    ] as const) {
      await using reader = await scene.read('/events', { headers: { accept } })
      assertEqual(reader.response.status, status, `Accept: ${accept}`)
    }
  }),

  serverCheck('authorize: its response is the answer, its grant opens', async (scene) => {
    const refused = await fetch(`${scene.url}/private`)
    assertEqual([refused.status, await refused.text()], [401, 'Who are you?'], 'Without a token')
    assertEqual(refused.headers.get('www-authenticate'), 'Bearer', 'A header of the refusal')
    await using reader = await scene.read('/private', { headers: { authorization: 'Bearer sesame' } })
    assertEqual([reader.response.status, await reader.toEnd()], [200, []], 'With a token')
  }),

  serverCheck('cors: a page of a listed origin may read every answer, another none', async ({ url }) => {
    for (const [path, method, status] of [
      ['/cors', 'GET', 200],
      ['/cors', 'HEAD', 200],
      ['/cors', 'PUT', 405],
      ['/cors?refuse', 'GET', 403],
    ] as const) {
      for (const [origin, allowed] of [
        ['https://page.test', 'https://page.test'],
        ['https://other.test', null],
      ] as const) {
        const response = await fetch(`${url}${path}`, { method, headers: { origin } })
        await response.text()
        const { headers } = response
        assertEqual(
          [response.status, headers.get('access-control-allow-origin'), headers.get('vary')],
          [status, allowed, 'Origin'],
          `${method} ${path} from ${origin}`,
        )
      }
    }
  }),

  serverCheck('cors: the preflight of a client that resumes is answered', async ({ url }) => {
    const headers = {
      origin: 'https://page.test',
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'last-event-id',
    }
    const response = await fetch(`${url}/cors?refuse`, { method: 'OPTIONS', headers })
    const names = ['access-control-allow-origin', 'access-control-allow-headers', 'access-control-allow-methods']
    assertEqual(
      [response.status, await response.text(), ...names.map((name) => response.headers.get(name))],
      [204, '', 'https://page.test', 'Last-Event-ID', 'GET, POST, HEAD'],
      'The answer to the preflight',
    )
  }),

  serverCheck('POST: its body can be read before the stream opens', async (scene) => {
    const body = 'äöü\n💥'.repeat(2_000)
    await using reader = await scene.read('/echo', { method: 'POST', body })
    expectHead(reader.response)
    assertEqual(
      (await reader.toEnd()).map(({ data }) => data),
      [body],
      'The echo',
    )
  }),

  serverCheck('first frames: retry, then the place, before anything else', async (scene) => {
    const [position] = await scene.publish('', 'before')
    await using reader = await scene.read('/events')
    const { events, lastEventId, reconnectionTime } = await reader.until((stream) => stream.lastEventId !== '')
    assertEqual([events, lastEventId, reconnectionTime], [[], position, 1_000], 'How the stream of a new client begins')
  }),

  serverCheck('500: what a handler throws stays on the server', async ({ url }) => {
    const response = await fetch(`${url}/error`)
    const body = await response.text()
    assertEqual([response.status, body.includes('secret')], [500, false], 'A handler that throws')
  }),
]

function expectHead({ status, headers }: Response): void {
  const got = Object.keys(HEAD).map((name) => [name, headers.get(name)])
  assertEqual([status, got], [200, Object.entries(HEAD)], 'The head of an event stream')
  assertEqual([headers.get('content-length'), headers.get('content-encoding')], [null, null], 'It has no length')
}
