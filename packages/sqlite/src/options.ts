import { systemClock, wholeNumber, type Clock } from '@eventwire/server'

/** What is kept, and for how long one waits. */
export interface SqliteLogsOptions {
  /** Entries kept of each log; the oldest are trimmed when more is appended. @default 10_000 */
  readonly maxEntries?: number
  /** Bytes of data and `meta` kept of each log; the newest entry always stays. @default 64 MiB */
  readonly maxBytes?: number
  /** Ms that an entry is kept; older ones are trimmed when more is appended, and the newest stays. @default for ever */
  readonly maxAge?: number
  /** Bytes of data and `meta` that one entry may have; more is a `RangeError`. @default 1 MiB */
  readonly maxEntryBytes?: number
  /** Idempotency keys remembered of each log; the oldest are forgotten. @default 1_000 */
  readonly maxKeys?: number
  /**
   * Ms that an append or a read waits for another process that has the file, before it is a `LogError` `busy`; what waits
   * before it in the queue makes it no longer. @default 5_000
   */
  readonly busyTimeout?: number
  /** Ms between two looks at what other processes have appended, while somebody waits for it. @default 50 */
  readonly pollInterval?: number
  /**
   * Bytes that may wait to be written: texts, and 256 for each append and 128 for each entry, so that empty ones count too.
   * An append beyond is a `LogError` `busy`, and nothing of it is kept. @default 64 MiB
   */
  readonly maxPendingBytes?: number
  /** Time, for tests. @default the system's */
  readonly clock?: Clock
}

export interface ResolvedOptions extends Required<Omit<SqliteLogsOptions, 'maxAge'>> {
  readonly maxAge: number
}

const MIB = 1024 * 1024

export function resolveOptions(options: SqliteLogsOptions): ResolvedOptions {
  const whole = (name: Exclude<keyof SqliteLogsOptions, 'clock'>, otherwise: number, least = 1): number =>
    wholeNumber(name, options[name] ?? otherwise, least)
  return {
    maxEntries: whole('maxEntries', 10_000),
    maxBytes: whole('maxBytes', 64 * MIB),
    maxAge: options.maxAge === undefined ? Infinity : whole('maxAge', 0),
    maxEntryBytes: whole('maxEntryBytes', MIB),
    maxKeys: whole('maxKeys', 1_000),
    busyTimeout: whole('busyTimeout', 5_000, 0),
    pollInterval: whole('pollInterval', 50),
    maxPendingBytes: whole('maxPendingBytes', 64 * MIB),
    clock: options.clock ?? systemClock(),
  }
}
