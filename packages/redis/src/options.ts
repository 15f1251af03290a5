import { reportFailure, systemClock, wholeNumber, type Clock } from '@eventwire/server'
import type { RedisClient } from './detect.ts'

/** What all logs of a {@link RedisLogs} have in common. Give every node the same. */
export interface RedisLogsOptions {
  /**
   * A connected client of `ioredis` or `redis`, single or cluster. It stays yours: closing the logs does not close it. It
   * is duplicated once, for pub/sub.
   */
  readonly client: RedisClient
  /** Begins the keys and the pub/sub channel of every log. @default 'eventwire:' */
  readonly prefix?: string
  /** Entries that a log keeps; the oldest are trimmed. @default 10_000 */
  readonly maxEntries?: number
  /** Milliseconds for which entries are kept; looked at when a log is appended to or read. @default Infinity */
  readonly maxAge?: number
  /** Bytes of data and `meta` that one entry may have; more is a `RangeError`. @default 1 MiB */
  readonly maxEntryBytes?: number
  /** Milliseconds within which Redis must answer, also while it cannot be reached. @default 5_000 */
  readonly timeout?: number
  /**
   * Bytes of commands that may wait for an answer, about, so that what is published while Redis is away does not pile up;
   * one more is a {@link LogError} 'busy'. @default 64 MiB
   */
  readonly maxPendingBytes?: number
  /** Milliseconds after which heads are compared, in case that the last wake-up was lost. @default 5_000 */
  readonly checkInterval?: number
  /** Milliseconds for which an idempotencyKey is remembered, at least, unless there are too many. @default 600_000 */
  readonly keyTtl?: number
  /** The newest idempotencyKeys of a log that are remembered; Redis keeps twice as many at most. @default 1_000 */
  readonly maxKeys?: number
  /** Told, once per outage, that the connection for pub/sub has failed. Logs go on by `checkInterval`. @default console.error */
  readonly onError?: (error: unknown) => void
  /** For timeouts and the interval. @default the platform's */
  readonly clock?: Pick<Clock, 'setTimeout' | 'clearTimeout' | 'turn'>
}

export type ResolvedOptions = Required<Omit<RedisLogsOptions, 'client'>>

/** The longest delay that timers can. */
const MAX_DELAY = 2 ** 31 - 1

/** @throws TypeError, RangeError with the option's name and what was given. */
export function resolveOptions(options: RedisLogsOptions): ResolvedOptions {
  const { prefix = 'eventwire:', maxAge = Infinity, onError = reportFailure, clock = systemClock() } = options
  if (typeof prefix !== 'string' || /[{}]|\p{Surrogate}/u.test(prefix)) {
    throw new TypeError(
      `prefix must be a text without braces, which decide the node in a cluster, got ${String(prefix)}`,
    )
  }
  return {
    prefix,
    maxEntries: wholeNumber('maxEntries', options.maxEntries ?? 10_000, 1),
    maxAge: maxAge === Infinity ? maxAge : wholeNumber('maxAge', maxAge, 1),
    maxEntryBytes: wholeNumber('maxEntryBytes', options.maxEntryBytes ?? 1024 * 1024, 1),
    timeout: delay('timeout', options.timeout ?? 5_000),
    maxPendingBytes: wholeNumber('maxPendingBytes', options.maxPendingBytes ?? 64 * 1024 * 1024, 1),
    checkInterval: delay('checkInterval', options.checkInterval ?? 5_000),
    keyTtl: delay('keyTtl', options.keyTtl ?? 600_000),
    maxKeys: wholeNumber('maxKeys', options.maxKeys ?? 1_000, 1),
    onError,
    clock,
  }
}

function delay(name: string, value: number): number {
  if (wholeNumber(name, value, 1) <= MAX_DELAY) return value
  throw new RangeError(`${name} must be at most ${MAX_DELAY} ms, which is what timers can, got ${value}`)
}
