import { LogError, type LogErrorCode } from '@eventwire/server'

interface Meaning {
  readonly code: LogErrorCode
  readonly advice: string
}

const BUSY: Meaning = { code: 'busy', advice: 'Try again later.' }
const REFUSED: Meaning = {
  code: 'refused',
  advice: 'Give the client a user whose ACL allows what the README of @eventwire/redis lists.',
}
const SUBSCRIBED: Meaning = {
  code: 'unsuitable',
  advice: 'The client has subscribed to something and can do nothing else: pass a client that subscribes to nothing.',
}
const UNREACHABLE: Meaning = { code: 'unreachable', advice: 'Whether it was done is not known if it had been sent.' }

/** The first word of what Redis answers, and what it means. */
const MEANINGS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['WRONGTYPE', { code: 'unsuitable', advice: 'Something else has put a value there: take another prefix or name.' }],
  ['NOPERM', REFUSED],
  ['NOAUTH', REFUSED],
  ['WRONGPASS', REFUSED],
  ['READONLY', { code: 'read-only', advice: 'The client is connected to a replica: connect it to the primary.' }],
  [
    'OOM',
    { code: 'full', advice: 'Redis is at its maxmemory: keep fewer entries (maxEntries, maxAge), or give more.' },
  ],
  ['MISCONF', { code: 'full', advice: 'Redis cannot write its snapshot to the disk and takes nothing until it can.' }],
  [
    'NOREPLICAS',
    { code: 'busy', advice: 'Too few replicas follow the primary (min-replicas-to-write): try again when they do.' },
  ],
  ['LOADING', BUSY],
  ['BUSY', BUSY],
  ['TRYAGAIN', BUSY],
  ['MASTERDOWN', UNREACHABLE],
  ['CLUSTERDOWN', UNREACHABLE],
])

/** What a client rejected with, as a {@link LogError}. @param what was asked, as in "Appending to the log 'a'" */
export function failureOf(cause: unknown, what: string): LogError {
  if (cause instanceof LogError) return cause
  const said = cause instanceof Error ? cause.message : String(cause)
  const { code, advice } = meaningOf(said)
  return new LogError(code, `${what} failed: ${said}. ${advice}`, { cause })
}

function meaningOf(said: string): Meaning {
  // What ioredis says, and what Redis says to others.
  if (/in subscriber mode|only \(P\|S\)SUBSCRIBE/.test(said)) return SUBSCRIBED
  const [, word] = /^-?([A-Z][A-Z0-9]{2,}) /.exec(said) ?? []
  // An answer begins with a word in capitals; what else there is comes from the client.
  if (word === undefined) return UNREACHABLE
  const known = MEANINGS.get(word)
  if (known) return known
  // Within a script an ACL says so, up to Redis 7.0 and after it.
  if (/^ERR (The user executing the script can't|ACL failure in script)/.test(said)) return REFUSED
  if (/unknown command/i.test(said)) return { code: 'too-old', advice: 'It takes Redis 7.0 or Valkey 7.2, or later.' }
  if (/bulk length|proto-max-bulk-len|too large/i.test(said)) {
    return { code: 'too-large', advice: 'Append less at once, or raise proto-max-bulk-len of Redis.' }
  }
  return { code: 'failed', advice: 'What Redis said is all that is known.' }
}

/** @returns whether Redis has forgotten a script, as it does when it restarts. */
export function isScriptUnknown(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('NOSCRIPT')
}
