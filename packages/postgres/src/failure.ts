import { LogError, type LogErrorCode } from '@eventwire/server'

interface Meaning {
  readonly code: LogErrorCode
  readonly advice: string
}

const BUSY: Meaning = { code: 'busy', advice: 'Nothing was done: try again.' }
const LOCKED: Meaning = {
  code: 'busy',
  advice:
    'Nothing was done: another transaction has appended to the log and is not over. Try again, or make it shorter.',
}
const REFUSED: Meaning = {
  code: 'refused',
  advice: 'Give the user what the README of @eventwire/postgres lists.',
}
const UNREACHABLE: Meaning = { code: 'unreachable', advice: 'Whether it was done is not known if it had been sent.' }
const NOT_MIGRATED: Meaning = {
  code: 'unsuitable',
  advice:
    'The tables of the logs are not there: call migrate() or run schema.sql of @eventwire/postgres in this database.',
}
const FULL: Meaning = { code: 'full', advice: 'Keep less (maxEntries, maxBytes, maxAge), or give Postgres more space.' }
const QUEUE_FULL: Meaning = {
  code: 'full',
  advice: 'Nothing was done: some session listens and is in a transaction for long; end it (pg_stat_activity).',
}
const DAMAGED: Meaning = { code: 'damaged', advice: 'Postgres found its files broken: restore a copy.' }

/** By SQLSTATE: Postgres documentation, appendix A. */
const STATES: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['3D000', { code: 'unsuitable', advice: 'Make the database, or name another in the URL.' }],
  ['3F000', NOT_MIGRATED],
  ['42P01', NOT_MIGRATED],
  ['42883', NOT_MIGRATED],
  ['42501', REFUSED],
  ['25006', { code: 'read-only', advice: 'This is a replica, or a read-only transaction: connect to the primary.' }],
  ['22P05', { code: 'unsuitable', advice: 'The database is not encoded in UTF8: take one that is.' }],
  ['54000', { code: 'too-large', advice: 'Append less at once.' }],
  ['57014', { code: 'timeout', advice: 'Nothing was done: statement_timeout is too short, or Postgres too slow.' }],
  ['55P03', LOCKED],
  ['40001', LOCKED],
  ['40P01', LOCKED],
  ['53100', FULL],
  ['53300', BUSY],
  ['57P03', BUSY],
  // A bug, or what a pooler says: no word on what is stored.
  ['XX000', { code: 'failed', advice: 'See what Postgres said, and its log (SQLSTATE XX000).' }],
  ['EW001', { code: 'too-new', advice: 'Use that version here too.' }],
])

/** By the class of the SQLSTATE, its first two characters. */
const CLASSES: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['08', UNREACHABLE],
  ['28', { code: 'refused', advice: 'See user and password in the URL, and pg_hba.conf.' }],
  ['53', FULL],
  ['57', UNREACHABLE],
  ['XX', DAMAGED],
])

/** What a client rejected with, as a {@link LogError}. @param what was asked, as in `Appending to the log "a"` */
export function failureOf(cause: unknown, what: string): LogError {
  if (cause instanceof LogError) return cause
  const said = saidBy(cause)
  const state = sqlState(cause)
  // It has the same SQLSTATE as what is too large, and in all languages the name of the statement.
  const { code, advice } = state === '54000' && said.includes('NOTIFY') ? QUEUE_FULL : meaningOf(state)
  return new LogError(code, `${what} failed: ${said}. ${advice}`, { cause })
}

/** Whether a function of ours, or its schema, is not there as this version knows it. */
export function isSchemaMissing(cause: unknown): boolean {
  return meaningOf(sqlState(cause)) === NOT_MIGRATED
}

/** What the server said; other codes are of the client or the platform, as ECONNREFUSED. */
function sqlState(cause: unknown): string | undefined {
  const { code } = (typeof cause === 'object' && cause !== null ? cause : {}) as { readonly code?: unknown }
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && code !== 'EPIPE' ? code : undefined
}

function meaningOf(state: string | undefined): Meaning {
  if (state === undefined) return UNREACHABLE
  const other: Meaning = { code: 'failed', advice: `What Postgres said is all that is known (SQLSTATE ${state}).` }
  return STATES.get(state) ?? CLASSES.get(state.slice(0, 2)) ?? other
}

function saidBy(cause: unknown): string {
  // Several addresses were tried, and each has failed: the whole has no words of its own.
  const [first] = cause instanceof AggregateError ? (cause.errors as readonly unknown[]) : [cause]
  return first instanceof Error ? first.message : String(first)
}
