import { entrySize, followLog, gapVerdict, Sleepers } from '@eventwire/server'
import type { EntryInit, EventLog, GapVerdict, LogCapabilities, Mark, Page } from '@eventwire/server'
import type { Position, ReadOptions, Start } from '@eventwire/server'
import { jobOf } from './appends.ts'
import type { Database } from './database.ts'
import type { PostgresTransaction } from './detect.ts'
import { Order } from './order.ts'
import { Outbox, type OutboxLog } from './outbox.ts'
import { markAt, positionParts } from './position.ts'
import type { Reading } from './reading.ts'

/** Of one item that a follower gets. */
const ITEM = { limit: 500, maxBytes: 256 * 1024 } as const

/**
 * An {@link EventLog} in Postgres, as `PostgresLogs.open` gives it: every node that opens it by its name sees the same
 * entries in the same order, and resumes the clients of every other node.
 *
 * Its methods reject with a {@link LogError} if Postgres fails, within `timeout` ms. After 'timeout' and 'unreachable' it is
 * not known whether an append was done: repeat it with the same `idempotencyKey`.
 *
 * To dispose of it ends what follows the log through this handle, and leaves the log as it is. A log that was deleted looks
 * to the handles that knew it like one that has ended and trimmed all.
 */
export class PostgresLog implements EventLog {
  /** What it is called in its store. */
  readonly name: string
  readonly capabilities: LogCapabilities
  readonly #database: Database
  readonly #followers = new Sleepers()
  /** The log as this handle saw it last. */
  #known: Mark | undefined
  readonly #order = new Order()
  #isDisposed = false

  /** @internal */
  constructor(name: string, database: Database) {
    const { maxEntryBytes } = database.options
    this.name = name
    this.#database = database
    this.capabilities = { durable: true, shared: true, atomicBatches: true, maxEntryBytes }
  }

  async append(
    inits: readonly EntryInit[],
    options: { readonly idempotencyKey?: string } = {},
  ): Promise<readonly Position[]> {
    this.#assertOpen()
    const sizes = inits.map((init) => entrySize(init, this.capabilities))
    const job = jobOf(inits, sizes, options.idempotencyKey)
    const size = sizes.reduce((sum, each) => sum + each, options.idempotencyKey?.length ?? 0)
    const outcome = await this.#database.append(this.name, job, size, async () => {
      await this.#order.turn()
      return !this.#known
    })
    if (outcome.kind === 'deleted') throw this.#wasDeleted()
    const { part, at } = outcome
    const [epoch = '', seq, tag = ''] = part.tip.split(' ')
    this.#known = markAt(epoch, Number(seq), tag)
    const positions = part.results[at] ?? []
    if (positions === 'ended') throw new TypeError(`${this.#name} has ended: nothing can be appended to it`)
    return positions
  }

  /**
   * The log within a transaction of yours: what is appended there is in the log once, and only if, that commits, and wakes
   * followers then. A rollback leaves no hole. Until it is over, others who append to this log wait.
   *
   * @param transaction a client of `pg` after its `BEGIN`, or the `sql` that `begin` of `postgres` gives
   * @throws TypeError for what can run no statement.
   * @example
   * ```ts
   * await client.query('BEGIN')
   * await client.query('UPDATE accounts SET balance = balance - 10 WHERE id = 7')
   * await logs.open('accounts').within(client).append([{ channel: 'account 7', data: '{"spent":10}' }])
   * await client.query('COMMIT')
   * ```
   */
  within(transaction: PostgresTransaction): OutboxLog {
    return new Outbox(
      { name: this.name, capabilities: this.capabilities, options: this.#database.options },
      transaction,
    )
  }

  async bounds(): Promise<{ readonly floor: Mark; readonly head: Mark }> {
    const reading = await this.#reading('', 0, 0)
    if (reading) return { floor: reading.floor, head: reading.head }
    const head = this.#lost
    return { floor: head, head }
  }

  async read(after: string, { limit, maxBytes, signal }: ReadOptions): Promise<Page | GapVerdict> {
    signal.throwIfAborted()
    const verdict = await this.#page(after, limit, maxBytes)
    signal.throwIfAborted()
    return verdict
  }

  async open(start: Start, { signal }: { readonly signal: AbortSignal }): ReturnType<EventLog['open']> {
    signal.throwIfAborted()
    const resume = await this.#order.opens(this.#resume(start))
    signal.throwIfAborted()
    const page = (after: Mark): Promise<Page | GapVerdict> | Page =>
      this.#isOver ? gone(after) : this.#page(after.position, ITEM.limit, ITEM.maxBytes)
    return { resume, items: followLog(resume.from, { page, sleep: (wake) => this.#sleep(wake), signal }) }
  }

  async end(): Promise<void> {
    this.#assertOpen()
    // One that is not there has to be made, so that it can be ended.
    if (!this.#known) await this.#reading('', 0, 0)
    await this.#database.end(this.name)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true
    this.#followers.wake()
  }

  get #name(): string {
    return `The log ${JSON.stringify(this.name)}`
  }

  get #isOver(): boolean {
    return this.#isDisposed || this.#database.isClosed
  }

  /** What is left of a log that was deleted. */
  get #lost(): Mark {
    return this.#known ?? markAt('deleted', 0, '0')
  }

  async #resume(start: Start): Promise<Awaited<ReturnType<EventLog['open']>>['resume']> {
    if ('after' in start) {
      const verdict = await this.#page(start.after, 0, 0)
      return verdict.kind === 'gap' ? verdict : { kind: 'complete', from: verdict.from }
    }
    const { floor, head } = await this.bounds()
    return { kind: 'fresh', from: start.at === 'head' ? head : floor }
  }

  async #page(after: string, limit: number, maxBytes: number): Promise<Page | GapVerdict> {
    const reading = await this.#reading(after, limit, maxBytes)
    return reading ? reading.verdict : judgeDeleted(after, this.#lost)
  }

  /** What there is of the log; makes it if this is the first that is asked of it. Nothing if it was deleted since. */
  async #reading(after: string, limit: number, maxBytes: number): Promise<Reading | undefined> {
    this.#assertOpen()
    let reading = await this.#database.read(this.name, after, limit, maxBytes)
    if (!reading && !this.#known) {
      await this.#database.make(this.name)
      reading = await this.#database.read(this.name, after, limit, maxBytes)
    }
    if (reading) this.#known = reading.head
    return reading
  }

  #sleep(wake: () => void): () => void {
    // Woken by a close: there is nothing to watch any more.
    const forgetters = this.#isOver ? [] : [this.#database.following.sleep(this.name, wake), this.#followers.add(wake)]
    return () => {
      for (const forget of forgetters) forget()
    }
  }

  #wasDeleted(): TypeError {
    return new TypeError(`${this.#name} was deleted: open it anew`)
  }

  #assertOpen(): void {
    if (this.#isDisposed) throw new TypeError(`This handle of the log ${JSON.stringify(this.name)} was disposed of`)
  }
}

function judgeDeleted(after: string, last: Mark): Page | GapVerdict {
  const parts = positionParts(after)
  if (!parts) return gapVerdict('unreadable', after, last)
  if (after === last.position) return gone(last)
  const { epoch } = positionParts(last.position) ?? { epoch: '' }
  if (parts.epoch !== epoch) return gapVerdict('epoch-changed', after, last)
  return gapVerdict(parts.seq > last.seq ? 'ahead-of-head' : 'trimmed', after, last)
}

function gone(from: Mark): Page {
  return { kind: 'entries', entries: [], from, head: from, ended: true }
}
