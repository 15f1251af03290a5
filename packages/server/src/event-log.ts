/**
 * A place in a log, and the text of the `id:` that a client sends back.
 * At most 64 visible ASCII characters; opaque to everyone but the log that made it.
 */
export type Position = string & { readonly __brand: 'Position' }

/** A position together with its dense number in the log: the entry after it has `seq + 1`. */
export interface Mark {
  readonly position: Position
  readonly seq: number
}

/** An entry as it is appended. */
export interface EntryInit {
  /** The label that decides who receives the entry. */
  readonly channel: string
  /** The event's type; left out it is a `message`. */
  readonly type?: string
  readonly data: string
  /** For filters only; never sent. */
  readonly meta?: Readonly<Record<string, string>>
}

/** An entry as the log keeps it. */
export interface Entry extends EntryInit, Mark {
  /** When the log took it, in ms since 1970. */
  readonly time: number
}

/** What a hub keeps of an entry beside its frame, and what filters judge: all but the data. */
export type EntryLabel = Omit<Entry, 'data'>

/** Where to begin: after a position that came from outside (never trusted), at the newest entry, or at the oldest kept. */
export type Start = { readonly after: string } | { readonly at: 'head' } | { readonly at: 'floor' }

/**
 * Why a stream could not go on where it was asked to:
 * - `trimmed`: the entries after it are no longer kept;
 * - `skipped`: a slow reader's policy let entries go;
 * - `epoch-changed`: the log has begun anew since;
 * - `ahead-of-head`: the log has lost its tail, the position is of the lost part;
 * - `forked`: the position is of a branch of the log's history that a failover dropped;
 * - `unreadable`: no position of this log.
 */
export type GapReason = 'trimmed' | 'skipped' | 'epoch-changed' | 'ahead-of-head' | 'forked' | 'unreadable'

/** What a client asked for and will not get; the JSON of the gap event. */
export interface Gap {
  readonly kind: 'gap'
  readonly reason: GapReason
  /** The position asked for, as it came. */
  readonly requested: string
  /** What follows is complete from here on. */
  readonly resumedAfter: Position
  /** How many entries are gone: present only where it is exact. */
  readonly missed?: number
}

/** Entries in order and without a hole. */
export interface Entries {
  readonly kind: 'entries'
  readonly entries: readonly Entry[]
}

/** A log's verdict that the entries asked for are gone, and the mark from which it can go on. */
export interface GapVerdict {
  readonly kind: 'gap'
  readonly gap: Gap
  readonly from: Mark
}

/** Entries that directly follow the position asked for, whose mark is `from`. */
export interface Page extends Entries {
  readonly from: Mark
  /** The log's newest mark at the same instant. */
  readonly head: Mark
  /** True once `end()` was called: nothing will ever follow `head`. */
  readonly ended: boolean
}

export interface ReadOptions {
  /** Entries at most. */
  readonly limit: number
  /** Bytes of data at most; one entry is given even if it is larger. */
  readonly maxBytes: number
  readonly signal: AbortSignal
}

export interface LogCapabilities {
  /** What `append` acknowledged outlives the process. */
  readonly durable: boolean
  /** Several processes see one log. */
  readonly shared: boolean
  /** A batch is appended whole or not at all. */
  readonly atomicBatches: boolean
  /** Bytes of data and `meta` that one entry may have, in UTF-8: a hub refuses more before it appends. 1 MiB unless told otherwise. */
  readonly maxEntryBytes: number
}

/**
 * One ordered log of entries: what a hub stands on. Several hubs, on one node or on many, may read and write one log.
 *
 * Every entry gets the next dense `seq` and a {@link Position}. A position is resumable if and only if the log still
 * vouches for it: same epoch, not before its floor, not after its head, same branch of history.
 */
export interface EventLog extends AsyncDisposable {
  /**
   * Appends entries in order and resolves with their positions once the log holds them as well as it can.
   * The same `idempotencyKey` again answers with the positions of the first time and appends nothing.
   */
  append(entries: readonly EntryInit[], options?: { readonly idempotencyKey?: string }): Promise<readonly Position[]>
  /** The oldest mark that one can resume after, and the newest. */
  bounds(): Promise<{ readonly floor: Mark; readonly head: Mark }>
  /** Judges a position and gives what follows it, both at one instant. The position may be anything that a client sent. */
  read(after: string, options: ReadOptions): Promise<Page | GapVerdict>
  /**
   * Follows the log from `start`, through its history into what is appended later, without a hole or a repeat.
   * Reads nothing ahead of the consumer: what is trimmed before it was asked for is announced as a gap.
   * `items` ends after the last entry of an ended log, and when `signal` aborts or the consumer returns.
   */
  open(
    start: Start,
    options: { readonly signal: AbortSignal },
  ): Promise<{
    readonly resume: { readonly kind: 'fresh' | 'complete'; readonly from: Mark } | GapVerdict
    readonly items: AsyncIterable<Entries | GapVerdict>
  }>
  /** Ends the log for good: later appends reject, readers finish after the last entry. */
  end(): Promise<void>
  readonly capabilities: LogCapabilities
}
