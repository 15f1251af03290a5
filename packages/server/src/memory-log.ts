import { entrySize } from './entry-size.ts'
import { EntryWindow } from './entry-window.ts'
import { randomEpoch } from './epoch.ts'
import type { EntryInit, EventLog, GapVerdict, LogCapabilities, Mark, Page, Position } from './event-log.ts'
import type { ReadOptions, Start } from './event-log.ts'
import { followLog } from './follow.ts'
import { wholeNumber } from './limits.ts'
import { Sleepers } from './sleepers.ts'
import { epochMark, judgePosition } from './verdict.ts'

export interface MemoryLogOptions {
  /** Entries kept; the oldest are trimmed. @default 10_000 */
  readonly maxEntries?: number
  /** Bytes of data and `meta` kept; the oldest entries are trimmed, but the newest one always stays. @default 8 MiB */
  readonly maxBytes?: number
  /** Bytes of data and `meta` that one entry may have; more is a `RangeError`. @default 1 MiB */
  readonly maxEntryBytes?: number
  /** Names this life of the log in its positions: 1 to 32 letters and digits. @default 12 random ones */
  readonly epoch?: string
  /** Stamps the entries, in ms since 1970. @default Date.now */
  readonly now?: () => number
}

/** Idempotency keys remembered; with more, the oldest is forgotten. */
const MAX_KEYS = 1_000

/**
 * An {@link EventLog} in the memory of one process: exact resume for as long as the process lives, bounded in entries
 * and bytes.
 *
 * @throws RangeError for a limit that is no whole number above 0, TypeError for an epoch with other characters.
 * @example
 * ```ts
 * const hub = new Hub({ log: new MemoryLog({ maxEntries: 1_000 }) })
 * ```
 */
export class MemoryLog implements EventLog {
  readonly capabilities: LogCapabilities
  readonly #window: EntryWindow
  readonly #now: () => number
  readonly #keys = new Map<string, readonly Position[]>()
  readonly #sleepers = new Sleepers()
  #epoch: string | undefined
  #ended = false

  constructor(options: MemoryLogOptions = {}) {
    const maxEntries = wholeNumber('maxEntries', options.maxEntries ?? 10_000, 1)
    const maxBytes = wholeNumber('maxBytes', options.maxBytes ?? 8 * 1024 * 1024, 1)
    const maxEntryBytes = wholeNumber('maxEntryBytes', options.maxEntryBytes ?? 1024 * 1024, 1)
    if (options.epoch !== undefined && !/^[0-9A-Za-z]{1,32}$/.test(options.epoch)) {
      throw new TypeError(`epoch must be 1 to 32 letters and digits, got ${JSON.stringify(options.epoch)}`)
    }
    this.#epoch = options.epoch
    this.#now = options.now ?? Date.now
    this.#window = new EntryWindow(maxEntries, maxBytes)
    this.capabilities = { durable: false, shared: false, atomicBatches: true, maxEntryBytes }
  }

  async append(inits: readonly EntryInit[], options?: { idempotencyKey?: string }): Promise<readonly Position[]> {
    const key = options?.idempotencyKey
    const known = key === undefined ? undefined : this.#keys.get(key)
    if (known) return known
    if (this.#ended) throw new TypeError('The log has ended: nothing can be appended to it')
    const sizes = inits.map((init) => entrySize(init, this.capabilities))
    const positions = inits.map((init, index) => this.#push(init, sizes[index] ?? 0))
    if (key !== undefined) this.#remember(key, positions)
    this.#sleepers.wake()
    return positions
  }

  async bounds(): Promise<{ readonly floor: Mark; readonly head: Mark }> {
    return { floor: this.#floor, head: this.#head }
  }

  async read(after: string, { limit, maxBytes, signal }: ReadOptions): Promise<Page | GapVerdict> {
    signal.throwIfAborted()
    return this.#page(after, limit, maxBytes)
  }

  async open(start: Start, { signal }: { readonly signal: AbortSignal }): ReturnType<EventLog['open']> {
    signal.throwIfAborted()
    const resume = 'after' in start ? this.#judge(start.after) : this.#fresh(start.at)
    const page = (after: Mark): Page | GapVerdict => this.#page(after.position, Infinity, Infinity)
    return { resume, items: followLog(resume.from, { page, sleep: (wake) => this.#sleepers.add(wake), signal }) }
  }

  async end(): Promise<void> {
    this.#ended = true
    this.#sleepers.wake()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end()
  }

  get #head(): Mark {
    return this.#mark(this.#window.lastSeq)
  }

  get #floor(): Mark {
    return this.#mark(this.#window.floorSeq)
  }

  #mark(seq: number): Mark {
    return epochMark(this.#life(), seq)
  }

  #life(): string {
    // Made at first use: edge workers forbid randomness while a module loads, which is when a log may be constructed.
    this.#epoch ??= randomEpoch()
    return this.#epoch
  }

  #page(after: string, limit: number, maxBytes: number): Page | GapVerdict {
    const verdict = this.#judge(after)
    if (verdict.kind === 'gap') return verdict
    const entries = this.#window.after(verdict.from.seq, limit, maxBytes)
    return { kind: 'entries', from: verdict.from, entries, head: this.#head, ended: this.#ended }
  }

  #fresh(at: 'head' | 'floor'): { kind: 'fresh'; from: Mark } {
    return { kind: 'fresh', from: at === 'head' ? this.#head : this.#floor }
  }

  #judge(after: string): { kind: 'complete'; from: Mark } | GapVerdict {
    const { floorSeq, lastSeq: headSeq } = this.#window
    return judgePosition(after, { epoch: this.#life(), floorSeq, headSeq })
  }

  #push(init: EntryInit, size: number): Position {
    const mark = this.#mark(this.#window.lastSeq + 1)
    this.#window.push({ ...init, ...mark, time: this.#now() }, size)
    return mark.position
  }

  #remember(key: string, positions: readonly Position[]): void {
    this.#keys.set(key, positions)
    if (this.#keys.size <= MAX_KEYS) return
    for (const oldest of this.#keys.keys()) {
      this.#keys.delete(oldest)
      return
    }
  }
}
