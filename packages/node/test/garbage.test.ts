import { expect, it } from 'vitest'
import fc from 'fast-check'
import { newHub, serveHub } from './scene.ts'
import { until } from './until.ts'
import { get, Wire } from './wire.ts'

const METHODS = ['GET', 'POST', 'HEAD', 'OPTIONS', 'PUT', 'get', 'PRI', 'M-SEARCH', '\0', '']
const TARGETS = [
  '/',
  '*',
  '//',
  '/%',
  '/%zz?lastEventId=%',
  '/\u00FF',
  'http://',
  'http://[',
  'a b',
  '',
  '/'.repeat(9_000),
]
const HEADERS = [
  'Host: test',
  'Host: ',
  'Host: [',
  'Host: a/b?c#d',
  'Accept: text/event-stream',
  'Accept: ;;q=,,*/*;q=x',
  'Last-Event-ID: e-0',
  'Last-Event-ID: e-999999999999999999',
  'Last-Event-ID: \u00FF\u00FE\u00E6\u00F0',
  `Last-Event-ID: ${'9'.repeat(9_000)}`,
  'Content-Length: 5',
  'Content-Length: -1',
  'Content-Length: 99999999999999999999',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: gzip, chunked',
  'Connection: close',
  'Connection: upgrade',
  'Upgrade: websocket',
  'Upgrade: h2c',
  'Expect: 100-continue',
  'Expect: miracles',
  ': no name',
  'no colon',
  'Nul: \0',
  'X: \r\n folded',
]
const VERSIONS = ['HTTP/1.1', 'HTTP/1.0', 'HTTP/0.9', 'HTTP/2.0', 'HTTP/9', '']
const BODIES = ['', 'hello', '5\r\nhello\r\n0\r\n\r\n', 'ffffffffffff\r\n', '-1\r\n', get(), '\r\n'.repeat(50)]

/** Mostly what is usual, so that some requests get past Node's parser, with one thing or another wrong. */
function mostly(usual: string, others: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) })
}

const malformed = fc
  .record({
    method: mostly('GET', METHODS),
    target: mostly('/', TARGETS),
    version: mostly('HTTP/1.1', VERSIONS),
    host: mostly('Host: test', HEADERS),
    headers: fc.array(fc.constantFrom(...HEADERS), { maxLength: 2 }),
    body: mostly('', BODIES),
    eol: mostly('\r\n', ['\n']),
  })
  .map(({ method, target, version, host, headers, body, eol }) =>
    Buffer.from([`${method} ${target} ${version}`, host, ...headers, '', body].join(eol), 'latin1'),
  )
const truncated = fc.tuple(malformed, fc.nat()).map(([bytes, at]) => bytes.subarray(0, at % (bytes.length + 1)))
const noise = fc.uint8Array({ maxLength: 300 })
const garbage = fc.array(fc.oneof({ weight: 4, arbitrary: malformed }, truncated, noise), {
  minLength: 1,
  maxLength: 3,
})

it('survives whatever a client sends, and nothing of it is left', { timeout: 60_000 }, async () => {
  const hub = newHub()
  const errors: unknown[] = []
  let authorised = 0
  await hub.channel('c').publish({ data: 'here' })
  await using server = await serveHub(hub, {
    onError: (error) => errors.push(error),
    authorize() {
      authorised += 1
      return { context: undefined }
    },
  })

  await fc.assert(
    fc.asyncProperty(garbage, fc.constantFrom('destroySoon', 'resetAndDestroy', 'end'), async (parts, end) => {
      await using wire = await Wire.to(server.port)
      for (const part of parts) {
        wire.send(part)
        await new Promise((resolve) => setImmediate(resolve))
      }
      wire.socket[end]()
    }),
    { numRuns: 800 },
  )

  // Garbage that gets no further than Node's own parser would prove little.
  expect(authorised).toBeGreaterThan(100)
  await until('all are gone', () => hub.sessions === 0)
  await using wire = await Wire.to(server.port)
  await wire.send(get()).received('data: here')
  expect(errors).toEqual([])
})
