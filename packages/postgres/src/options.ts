import { reportFailure, systemClock, wholeNumber, type Clock } from '@eventwire/server'
import type { PostgresClient } from './detect.ts'

/** What all logs of a {@link PostgresLogs} have in common. Give every node the same. */
export interface PostgresLogsOptions {
  /**
   * A `Pool` of `pg` with at least 2 clients, or what `postgres()` gives. It stays yours: closing the logs does not close
   * it.
   */
  readonly client: PostgresClient
  /** The Postgres schema with the tables of the logs, and the channel of its notifications. @default 'eventwire' */
  readonly schema?: string
  /** Entries kept of each log; the oldest are trimmed when more is appended. @default 10_000 */
  readonly maxEntries?: number
  /** Bytes of data and `meta` kept of each log; the newest entry always stays. @default 64 MiB */
  readonly maxBytes?: number
  /** Ms that an entry is kept; older ones are trimmed when more is appended, and the newest stays. @default Infinity */
  readonly maxAge?: number
  /** Bytes of data and `meta` that one entry may have; more is a `RangeError`. @default 1 MiB */
  readonly maxEntryBytes?: number
  /** Idempotency keys remembered of each log; the oldest are forgotten. @default 1_000 */
  readonly maxKeys?: number
  /** Ms within which Postgres must answer, also while it cannot be reached. @default 5_000 */
  readonly timeout?: number
  /**
   * Bytes that may wait for an answer, about, so that what is published while Postgres is away does not pile up; one more
   * is a {@link LogError} 'busy'. @default 64 MiB
   */
  readonly maxPendingBytes?: number
  /** Ms after which heads are compared, in case that the last notification was lost. @default 5_000 */
  readonly checkInterval?: number
  /** Told, once per outage, that the connection that listens has failed. Logs go on by `checkInterval`. @default console.error */
  readonly onError?: (error: unknown) => void
  /** For timeouts, the interval and the turns of the event loop. @default the platform's */
  readonly clock?: Pick<Clock, 'setTimeout' | 'clearTimeout' | 'turn'>
}

export type ResolvedOptions = Required<Omit<PostgresLogsOptions, 'client'>>

const MIB = 1024 * 1024
/** The longest delay that timers can, and `lock_timeout`. */
const MAX_DELAY = 2 ** 31 - 1

/** @throws TypeError, RangeError with the option's name and what was given. */
export function resolveOptions(options: PostgresLogsOptions): ResolvedOptions {
  const { maxAge = Infinity, onError = reportFailure, clock = systemClock() } = options
  return {
    schema: schemaName(options.schema ?? 'eventwire'),
    maxEntries: wholeNumber('maxEntries', options.maxEntries ?? 10_000, 1),
    maxBytes: wholeNumber('maxBytes', options.maxBytes ?? 64 * MIB, 1),
    maxAge: maxAge === Infinity ? maxAge : wholeNumber('maxAge', maxAge, 1),
    maxEntryBytes: wholeNumber('maxEntryBytes', options.maxEntryBytes ?? MIB, 1),
    maxKeys: wholeNumber('maxKeys', options.maxKeys ?? 1_000, 1),
    timeout: delay('timeout', options.timeout ?? 5_000),
    maxPendingBytes: wholeNumber('maxPendingBytes', options.maxPendingBytes ?? 64 * MIB, 1),
    checkInterval: delay('checkInterval', options.checkInterval ?? 5_000),
    onError,
    clock,
  }
}

/** A name that stands in statements as it is. @throws TypeError for any other. */
export function schemaName(name: string): string {
  if (typeof name === 'string' && /^[a-z_][a-z0-9_]{0,62}$/.test(name) && !name.startsWith('pg_')) return name
  const allowed = 'a to z, 0 to 9 and _, at most 63, and not begin with a digit or pg_'
  throw new TypeError(`schema must be of ${allowed}, got ${JSON.stringify(name)}`)
}

function delay(name: string, value: number): number {
  if (wholeNumber(name, value, 1) <= MAX_DELAY) return value
  throw new RangeError(`${name} must be at most ${MAX_DELAY} ms, which is what timers can, got ${value}`)
}
