import type {
  EventLogLike,
  LogEntries,
  LogEntry,
  LogGapVerdict,
  LogMark,
  LogPage,
  LogStart,
  LogSubject,
} from './log-subject.ts'
import { show } from './assert.ts'
import type { Check } from './suite.ts'

/** What a check of a log works with. */
export interface LogScene {
  readonly log: EventLogLike
  readonly subject: LogSubject
}

/** A check on a fresh log that keeps `maxEntries` entries, and is disposed of at the end. */
export function logCheck(
  name: string,
  run: (scene: LogScene) => Promise<void>,
  { maxEntries = 1_000 }: { readonly maxEntries?: number } = {},
): Check<LogSubject> {
  return {
    name,
    async run(subject) {
      await using log = await subject.open({ maxEntries })
      await run({ log, subject })
    },
  }
}

/** Appends entries `from`, `from + 1`, … to channel `c`, one by one, and gives their positions. */
export async function fill(log: EventLogLike, count: number, from = 1): Promise<string[]> {
  const positions: string[] = []
  for (let number = from; number < from + count; number += 1) {
    positions.push(...(await log.append([{ channel: 'c', data: String(number) }])))
  }
  return positions
}

/** A page, or a gap that was not expected. */
export async function readPage(
  log: EventLogLike,
  after: string,
  limits: { readonly limit?: number; readonly maxBytes?: number } = {},
): Promise<LogPage> {
  const verdict = await readAny(log, after, limits)
  if (verdict.kind === 'entries') return verdict
  throw new Error(`read(${show(after)}) must give entries, got ${show(verdict.gap)}`)
}

/** A gap, or entries that were not expected. */
export async function readGap(log: EventLogLike, after: string): Promise<LogGapVerdict> {
  const verdict = await readAny(log, after)
  if (verdict.kind === 'gap') return verdict
  throw new Error(`read(${show(after)}) must give a gap, got ${verdict.entries.length} entries`)
}

export function readAny(
  log: EventLogLike,
  after: string,
  { limit = 1_000, maxBytes = 1_000_000 }: { readonly limit?: number; readonly maxBytes?: number } = {},
): Promise<LogPage | LogGapVerdict> {
  return log.read(after, { limit, maxBytes, signal: new AbortController().signal })
}

export function dataOf({ entries }: { readonly entries: readonly LogEntry[] }): string[] {
  return entries.map(({ data }) => data)
}

export function markOf({ position, seq }: LogMark): LogMark {
  return { position, seq }
}

/** The numbers from `first` to `last` as texts: what {@link fill} appends. */
export function numbers(first: number, last: number): string[] {
  return Array.from({ length: Math.max(last - first + 1, 0) }, (_, index) => String(first + index))
}

/** Follows a log and remembers what came. */
export class Follower {
  /** What came, entries by their data and gaps as `gap: reason missed`. */
  readonly seen: string[] = []
  readonly entries: LogEntry[] = []
  readonly gaps: LogGapVerdict[] = []
  readonly abort: AbortController
  readonly #items: AsyncIterator<LogEntries | LogGapVerdict, unknown>

  private constructor(items: AsyncIterator<LogEntries | LogGapVerdict, unknown>, abort: AbortController) {
    this.#items = items
    this.abort = abort
  }

  static async of(log: EventLogLike, start: LogStart): Promise<Follower> {
    const abort = new AbortController()
    const { items } = await log.open(start, { signal: abort.signal })
    return new Follower(items[Symbol.asyncIterator](), abort)
  }

  /** Asks for one item; false at the end. */
  async next(): Promise<boolean> {
    const { done, value } = await this.#items.next()
    if (done) return false
    if (value.kind === 'gap') {
      this.gaps.push(value)
      this.seen.push(`gap: ${value.gap.reason} ${value.gap.missed}`)
      return true
    }
    if (value.entries.length === 0) throw new Error('An item without entries is none')
    this.entries.push(...value.entries)
    this.seen.push(...dataOf(value))
    return true
  }

  /** Asks until so many entries came in all, or it ends. */
  async until(count: number): Promise<void> {
    while (this.entries.length < count && (await this.next()));
  }

  /** Asks until it ends. */
  async toEnd(): Promise<void> {
    while (await this.next());
  }

  async return(): Promise<void> {
    if (!this.#items.return) throw new Error('items must have return(): leaving is how a consumer lets go')
    await this.#items.return()
  }
}
