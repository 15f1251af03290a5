import { Random } from './random.ts'

/** What a client sends on one connection, a character for each byte. */
export interface HostileRequests {
  readonly text: string
  /** Whether each of the requests is one by RFC 9112, so that the first must be answered. */
  readonly isWellFormed: boolean
}

/** No header or event of the server has this in it. */
export const CANARY = 'injected'

const METHODS = ['GET', 'POST', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH', 'PROPFIND'] as const
const ODD_METHODS = ['TRACE', 'CONNECT', 'PRI', 'get', 'M-SEARCH', 'G(T', '\0', '', 'GET\t'] as const
const PATHS = ['/', '/stream', '/length', '/secret', '/private', '//', '/%', '/%zz', '/%00', '/a/../b', '/;x'] as const
const ODD_TARGETS = [
  '*',
  'http://',
  'http://[',
  'http://a b/',
  'https://x:99999/',
  'a b',
  '',
  '/#x',
  '/\0',
  '?x',
] as const
const VERSIONS = ['HTTP/1.0', 'HTTP/0.9', 'HTTP/2.0', 'HTTP/1.9', 'HTTP/9', 'http/1.1', ''] as const
const HOSTS = ['', '[', 'a/b?c#d', 'a@b', 'a\\b', 'x:99999', '[::1]:80', '\u00FF', 'a, b', '%0d%0a'] as const
/** All that a naive server might take for the end of a line or of an event, in each coding it might undo. */
const INJECTIONS = [
  `%0d%0aX-${CANARY}: 1`,
  `%0aevent: ${CANARY}%0adata: x%0a%0a`,
  `\u00C4\u008D\u00C4\u008AX-${CANARY}: 1`,
  `\u00E5\u0098\u008D\u00E5\u0098\u008AX-${CANARY}: 1`,
  `\u00E2\u0080\u00A8event: ${CANARY}`,
  `\u0085event: ${CANARY}`,
  `\\r\\nX-${CANARY}: 1`,
] as const
const RAW_INJECTIONS = [
  `\rX-${CANARY}: 1`,
  `\n\nevent: ${CANARY}\ndata: x\n\n`,
  `\r\n\tX-${CANARY}: 1`,
  `\0${CANARY}`,
] as const
const ACCEPTS = ['text/event-stream', '*/*', 'text/html', ';;q=,,*/*;q=x', 'text/event-stream;q=0', '\u00FF'] as const
const ORIGINS = ['https://app.example', 'https://app.example.evil', 'null', 'https://APP.example', '*', ''] as const
const ODD_HEADERS = [
  'Content-Length: 5',
  'Content-Length: -1',
  'Content-Length: 5, 5',
  'Content-Length: 99999999999999999999',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: gzip, chunked',
  'Transfer-Encoding: chunked, identity',
  'Transfer-Encoding : chunked',
  'Connection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA',
  'Expect: 100-continue',
  'Expect: miracles',
  'Host: twice',
  ': no name',
  'no colon',
  'Space Name: x',
  'Nul: \0',
  'Fold: a\r\n b',
] as const
const ODD_BODIES = [
  '5\r\nhello\r\n0\r\n\r\n',
  'ffffffffffffffffff\r\n',
  '-1\r\n',
  '5;x=\r\nhel',
  '\r\n\r\n',
  '\0',
] as const

/** One to four requests, one after the other without waiting, mostly as they should be but for what is asked. */
export function hostileRequests(random: Random): HostileRequests {
  const isWellFormed = random.chance(0.5)
  const count = random.chance(0.3) ? 2 + random.below(3) : 1
  const text = Array.from({ length: count }, () => request(random, isWellFormed)).join('')
  return { text, isWellFormed }
}

function request(random: Random, isWellFormed: boolean): string {
  const odd = (): boolean => !isWellFormed && random.chance(0.15)
  const method = odd() ? random.pick(ODD_METHODS) : random.chance(0.6) ? 'GET' : random.pick(METHODS)
  const version = odd() ? random.pick(VERSIONS) : 'HTTP/1.1'
  const host = odd() ? random.pick(HOSTS) : 'test'
  const headers = [`Host: ${host}`, ...usualHeaders(random, isWellFormed)]
  while (odd()) headers.push(random.pick(ODD_HEADERS))
  const length = method === 'GET' || method === 'HEAD' ? 0 : random.below(random.chance(0.03) ? 100_000 : 20)
  if (length > 0) headers.push(`Content-Length: ${length}`)
  const body = odd() ? random.pick(ODD_BODIES) : random.bytes(length)
  return [`${method} ${target(random, odd)} ${version}`, ...headers, '', body].join('\r\n')
}

function target(random: Random, odd: () => boolean): string {
  if (odd()) return random.chance(0.5) ? random.pick(ODD_TARGETS) : `/${random.bytes(random.below(50))}`
  const path = random.chance(0.02) ? '/'.repeat(9_000) : random.pick(PATHS)
  const origin = random.chance(0.1) ? 'http://elsewhere.example' : ''
  const queries = [
    ...(random.chance(0.3) ? [`lastEventId=${encodeURIComponent(id(random, false))}`] : []),
    ...(random.chance(0.3) ? [`user=${random.below(5)}`] : []),
    ...(random.chance(0.2) ? [encodeURI(random.pick(INJECTIONS)).replaceAll('%25', '%')] : []),
  ]
  return `${origin}${path}${queries.length > 0 ? '?' : ''}${queries.join('&')}`
}

function usualHeaders(random: Random, isWellFormed: boolean): readonly string[] {
  const headers: string[] = []
  if (random.chance(0.4)) headers.push(`Last-Event-ID: ${id(random, !isWellFormed)}`)
  if (random.chance(0.3)) headers.push(`Accept: ${random.pick(ACCEPTS)}`)
  if (random.chance(0.3)) headers.push(`Origin: ${random.pick([...ORIGINS, ...INJECTIONS])}`)
  if (random.chance(0.2)) headers.push(`Access-Control-Request-Method: ${random.pick([...METHODS, ...INJECTIONS])}`)
  if (random.chance(0.1)) headers.push(`Access-Control-Request-Headers: ${random.pick(INJECTIONS)}`)
  if (random.chance(0.1)) headers.push(`Cookie: ${random.bytes(random.below(3_000), 0xa0)}`)
  if (random.chance(0.2)) headers.push(`Connection: ${random.pick(['close', 'keep-alive'])}`)
  return headers
}

/** A last event ID: of the log, of another, or of anything at all. */
function id(random: Random, raw: boolean): string {
  if (random.chance(0.3)) return `e-${random.below(3_000)}`
  if (random.chance(0.2)) return random.pick(['e-', 'e--1', 'e-01', `e-${'9'.repeat(300)}`, 'f-1', '0', 'gap'])
  if (random.chance(0.4)) return `e-1${random.pick(INJECTIONS)}`
  if (raw && random.chance(0.5))
    return random.chance(0.5) ? random.pick(RAW_INJECTIONS) : random.bytes(random.below(300))
  // RFC 9110 §5.5: any byte from 0x80 on may be in a field's value.
  return random.bytes(random.below(random.chance(0.1) ? 6_000 : 100), 0x80)
}
