import type { Supports } from './suite.ts'

/** A place in a log: the text of an `id:`, and its dense number. */
export interface LogMark {
  readonly position: string
  readonly seq: number
}

/** An entry as it is appended. */
export interface LogEntryInit {
  readonly channel: string
  readonly type?: string
  readonly data: string
  readonly meta?: Readonly<Record<string, string>>
}

/** An entry as the log keeps it. */
export interface LogEntry extends LogEntryInit, LogMark {
  readonly time: number
}

/** Entries in order and without a hole. */
export interface LogEntries {
  readonly kind: 'entries'
  readonly entries: readonly LogEntry[]
}

/** Entries that directly follow the position asked for. */
export interface LogPage extends LogEntries {
  readonly from: LogMark
  readonly head: LogMark
  readonly ended: boolean
}

/** The verdict that what was asked for is gone, and the mark from which it goes on. */
export interface LogGapVerdict {
  readonly kind: 'gap'
  readonly gap: {
    readonly kind: 'gap'
    readonly reason: string
    readonly requested: string
    readonly resumedAfter: string
    readonly missed?: number
  }
  readonly from: LogMark
}

/** Where to begin. */
export type LogStart = { readonly after: string } | { readonly at: 'head' } | { readonly at: 'floor' }

/** What following a log gives: the verdict on the start, and the items from there on. */
export interface LogFollowing {
  readonly resume: { readonly kind: 'fresh' | 'complete'; readonly from: LogMark } | LogGapVerdict
  readonly items: AsyncIterable<LogEntries | LogGapVerdict>
}

/** What a log must look like to be judged: the `EventLog` of `@eventwire/server`. */
export interface EventLogLike extends AsyncDisposable {
  append(entries: readonly LogEntryInit[], options?: { readonly idempotencyKey?: string }): Promise<readonly string[]>
  bounds(): Promise<{ readonly floor: LogMark; readonly head: LogMark }>
  read(
    after: string,
    options: { readonly limit: number; readonly maxBytes: number; readonly signal: AbortSignal },
  ): Promise<LogPage | LogGapVerdict>
  open(start: LogStart, options: { readonly signal: AbortSignal }): Promise<LogFollowing>
  end(): Promise<void>
  readonly capabilities: { readonly maxEntryBytes: number; readonly atomicBatches: boolean }
}

/** Logs by name: the `LogStore` of `@eventwire/server`, with a way to let go of it. */
export interface LogStoreLike extends AsyncDisposable {
  open(name: string): EventLogLike
  delete(name: string): Promise<void>
}

/**
 * A kind of log, for {@link logSuite}. What it does not support it names in `unsupported`, check by check and with the
 * reason.
 */
export interface LogSubject extends Supports {
  /** A fresh and empty log that keeps the newest `maxEntries` entries. The suite disposes of it. */
  open(options: { readonly maxEntries: number }): Promise<EventLogLike>
  /** A position that the same log could give to the entry after this one: as of a part that it may have lost. */
  later(position: string): string
  /**
   * A second handle of a log that `open` gave, as another node has one, or the log itself where there is no such thing. The
   * suite disposes of it.
   */
  beside(log: EventLogLike): Promise<EventLogLike>
  /** An empty store that takes at least 10,000 logs, each of at least 100 entries. The suite disposes of it. */
  openStore(): Promise<LogStoreLike>
}
