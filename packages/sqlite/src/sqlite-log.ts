import { epochMark, followLog, judgePosition, Sleepers } from '@eventwire/server'
import type { EntryInit, EventLog, Extent, GapVerdict, LogCapabilities, Mark, Page } from '@eventwire/server'
import type { Position, ReadOptions, Start } from '@eventwire/server'
import { checkText, entryRow, type EntryRow } from './entry-row.ts'
import { pageOf } from './page.ts'
import type { SqliteFile } from './sqlite-file.ts'
import type { LogRow } from './tables.ts'
import type { Transaction } from './transaction.ts'

/** Of one item that a follower gets. */
const ITEM = { limit: 500, maxBytes: 256 * 1024 } as const

/** What an entry takes in memory besides its texts. */
const ENTRY_BYTES = 128

/**
 * An {@link EventLog} in an SQLite file, as `SqliteLogs.open` gives it: what `append` has resolved outlives the process and
 * the machine's power. Several handles, also of several processes, may have the same log.
 *
 * To dispose of it ends what follows the log through this handle, and leaves the log as it is. A log that was deleted looks
 * to the handles that knew it like one that has ended and trimmed all.
 */
export class SqliteLog implements EventLog {
  /** What it is called in its file. */
  readonly name: string
  readonly capabilities: LogCapabilities
  readonly #file: SqliteFile
  readonly #followers = new Sleepers()
  #known: { readonly epoch: string; readonly headSeq: number } | undefined
  #closed = false

  /** @internal */
  constructor(name: string, file: SqliteFile) {
    const { maxEntryBytes } = file.options
    this.name = name
    this.#file = file
    this.capabilities = { durable: true, shared: true, atomicBatches: true, maxEntryBytes }
  }

  async append(
    inits: readonly EntryInit[],
    options: { readonly idempotencyKey?: string } = {},
  ): Promise<readonly Position[]> {
    this.#assertOpen()
    const key = options.idempotencyKey
    if (key !== undefined) checkText('idempotencyKey', key)
    const entries = inits.map((init) => entryRow(init, this.capabilities))
    const bytes = entries.reduce((sum, entry) => sum + bytesOf(entry), key?.length ?? 0)
    const done = await this.#file.write(bytes, (transaction) => {
      const row = this.#row(transaction)
      if (!row) return new TypeError(`The log ${JSON.stringify(this.name)} was deleted: open it anew`)
      return appended(transaction, row, entries, key)
    })
    if (done instanceof TypeError) throw done
    this.#known = done
    return positionsOf(done)
  }

  async bounds(): Promise<{ readonly floor: Mark; readonly head: Mark }> {
    const { epoch, floorSeq, headSeq } = await this.#extent()
    return { floor: epochMark(epoch, floorSeq), head: epochMark(epoch, headSeq) }
  }

  async read(after: string, { limit, maxBytes, signal }: ReadOptions): Promise<Page | GapVerdict> {
    signal.throwIfAborted()
    return this.#page(after, limit, maxBytes)
  }

  async open(start: Start, { signal }: { readonly signal: AbortSignal }): ReturnType<EventLog['open']> {
    signal.throwIfAborted()
    const extent = await this.#extent()
    signal.throwIfAborted()
    const { epoch, floorSeq, headSeq } = extent
    const resume =
      'after' in start
        ? judgePosition(start.after, extent)
        : ({ kind: 'fresh', from: epochMark(epoch, start.at === 'head' ? headSeq : floorSeq) } as const)
    const page = ({ position }: Mark): Promise<Page | GapVerdict> | Page =>
      this.#isOver ? this.#gone(epochMark(epoch, headSeq)) : this.#page(position, ITEM.limit, ITEM.maxBytes)
    return { resume, items: followLog(resume.from, { page, sleep: (wake) => this.#sleep(wake), signal }) }
  }

  async end(): Promise<void> {
    this.#assertOpen()
    await this.#file.write(0, (transaction) => {
      const row = this.#row(transaction)
      if (row && !row.ended) transaction.end(row)
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    this.#followers.wake()
  }

  get #isOver(): boolean {
    return this.#closed || this.#file.closed
  }

  async #page(after: string, limit: number, maxBytes: number): Promise<Page | GapVerdict> {
    if (!this.#known) await this.#extent()
    this.#assertOpen()
    return this.#file.read((tables) => {
      const row = tables.log(this.name)
      if (row) {
        this.#known = extentOf(row)
        return pageOf(after, row, tables, { limit, maxBytes })
      }
      const verdict = judgePosition(after, this.#lost())
      return verdict.kind === 'gap' ? verdict : this.#gone(verdict.from)
    })
  }

  /** What there is of the log; makes it if this is the first that is asked of it. */
  async #extent(): Promise<Extent> {
    this.#assertOpen()
    const there = await this.#file.read((tables) => extentOf(tables.log(this.name)))
    const made = there ?? (await this.#file.write(0, (transaction) => extentOf(this.#row(transaction))))
    const extent = made ?? this.#lost()
    this.#known = extent
    return extent
  }

  /** The log's row, made if there was none; nothing if this handle has known one, which was deleted then. */
  #row(transaction: Transaction): LogRow | undefined {
    return transaction.row(this.name) ?? (this.#known ? undefined : transaction.create(this.name))
  }

  /** What is left of a log that was deleted. */
  #lost(): Extent {
    const { epoch, headSeq } = this.#known ?? { epoch: 'deleted', headSeq: 0 }
    return { epoch, floorSeq: headSeq, headSeq }
  }

  #gone(from: Mark): Page {
    return { kind: 'entries', entries: [], from, head: from, ended: true }
  }

  #sleep(wake: () => void): () => void {
    // Woken by a close: there is nothing to watch any more.
    const forgetters = this.#isOver ? [] : [this.#file.watch.sleep(this.name, wake), this.#followers.add(wake)]
    return () => {
      for (const forget of forgetters) forget()
    }
  }

  #assertOpen(): void {
    if (this.#closed)
      throw new TypeError(`This handle of the log ${JSON.stringify(this.name)} was disposed of: open it anew`)
  }
}

function extentOf(row: LogRow): Extent
function extentOf(row: LogRow | undefined): Extent | undefined
function extentOf(row: LogRow | undefined): Extent | undefined {
  return row && { epoch: row.epoch, floorSeq: row.floor, headSeq: row.head }
}

/** What an entry counts while it waits: its texts, and what it takes besides. */
function bytesOf({ size, channel, type }: EntryRow): number {
  return size + channel.length + (type?.length ?? 0) + ENTRY_BYTES
}

/** What an append has come to, and the epoch and head of its log then. */
interface Appended {
  readonly epoch: string
  readonly headSeq: number
  readonly first: number
  readonly count: number
}

/** Of what is appended now, or was when the key came first. */
function appended(
  transaction: Transaction,
  row: LogRow,
  entries: readonly EntryRow[],
  key: string | undefined,
): Appended | TypeError {
  const known = key === undefined ? undefined : transaction.tables.key(row.id, key)
  if (known) return { epoch: row.epoch, headSeq: row.head, ...known }
  if (row.ended) return new TypeError(`The log ${JSON.stringify(row.name)} has ended: nothing can be appended to it`)
  const first = row.head + 1
  for (const entry of entries) transaction.append(row, entry)
  if (key !== undefined) transaction.remember(row, key, first, entries.length)
  return { epoch: row.epoch, headSeq: row.head, first, count: entries.length }
}

function positionsOf({ epoch, first, count }: Appended): readonly Position[] {
  const positions: Position[] = []
  for (let seq = first; seq < first + count; seq += 1) positions.push(epochMark(epoch, seq).position)
  return positions
}
