import { CANARY } from './hostile-requests.ts'

/** What came back on one connection. */
export interface Judged {
  readonly statuses: readonly string[]
  /** What no server of ours may send. */
  readonly fault: string | undefined
}

const HEADERS: ReadonlySet<string> = new Set([
  'access-control-allow-credentials',
  'access-control-allow-headers',
  'access-control-allow-methods',
  'access-control-allow-origin',
  'access-control-expose-headers',
  'access-control-max-age',
  'allow',
  'cache-control',
  'connection',
  'content-length',
  'content-type',
  'date',
  'keep-alive',
  'transfer-encoding',
  'vary',
  'x-accel-buffering',
])
/** Every line that the hub of fuzz-server.js, its door or its heartbeat writes. */
const LINE = /^(?:|:|retry: \d+|id: e-\d+|event: (?:gap|tick)|data: (?:\d+|\{.*\}))$/

/** Judges all bytes of one connection, a character for each, whose end may be missing. */
export function judge(text: string): Judged {
  const statuses: string[] = []
  for (let rest = text; rest !== '';) {
    const [, status = ''] = /^HTTP\/1\.[01] ([1-5]\d\d) [ -~]*\r\n/.exec(rest) ?? []
    const end = rest.indexOf('\r\n\r\n')
    if (end < 0) return { statuses, fault: undefined }
    if (status === '') return { statuses, fault: `no status line: ${JSON.stringify(rest.slice(0, 300))}` }
    statuses.push(status)
    const [, ...lines] = rest.slice(0, end).split('\r\n')
    const head = headOf(lines)
    if (typeof head === 'string') return { statuses, fault: head }
    const { body, after } = bodyOf(status, head, rest.slice(end + 4))
    rest = after
    const fault = head.get('content-type') === 'text/event-stream' ? streamFault(body) : undefined
    if (fault !== undefined) return { statuses, fault }
  }
  return { statuses, fault: undefined }
}

/** The headers, or what is wrong with them. */
function headOf(lines: readonly string[]): ReadonlyMap<string, string> | string {
  const head = new Map<string, string>()
  for (const line of lines) {
    const [, name = '', value = ''] = /^([A-Za-z-]+): ([ -~]*)$/.exec(line) ?? []
    if (!HEADERS.has(name.toLowerCase()) || value.includes(CANARY)) return `a header: ${JSON.stringify(line)}`
    head.set(name.toLowerCase(), value)
  }
  return head
}

function bodyOf(status: string, head: ReadonlyMap<string, string>, text: string): { body: string; after: string } {
  // RFC 9112 §6.3. What follows the head at once is another answer if this one is for a HEAD.
  if (status.startsWith('1') || status === '204' || /^HTTP\/1\.[01] /.test(text)) return { body: '', after: text }
  const length = head.get('content-length')
  if (length !== undefined) return { body: text.slice(0, Number(length)), after: text.slice(Number(length)) }
  if (head.get('transfer-encoding') !== 'chunked') return { body: text, after: '' }
  let body = ''
  for (let rest = text; ;) {
    const [line = '', digits = ''] = /^([0-9a-fA-F]+)\r\n/.exec(rest) ?? []
    const size = Number.parseInt(digits, 16)
    if (line === '') return { body, after: '' }
    body += rest.slice(line.length, line.length + size)
    rest = rest.slice(line.length + size + 2)
    if (size === 0) return { body, after: rest }
  }
}

function streamFault(body: string): string | undefined {
  // The last line may have been cut.
  const odd = body
    .split('\n')
    .slice(0, -1)
    .find((line) => !LINE.test(line) || (line.startsWith('data: {') && !isGap(line.slice(6))))
  return odd === undefined ? undefined : `a line: ${JSON.stringify(odd)}`
}

function isGap(json: string): boolean {
  const gap: unknown = JSON.parse(json)
  return Object(gap).kind === 'gap'
}
