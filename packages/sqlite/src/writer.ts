import { LogError } from '@eventwire/server'
import { engineError } from './engine-error.ts'
import type { ResolvedOptions } from './options.ts'
import { patiently } from './patience.ts'
import type { Tables } from './tables.ts'
import { Transaction } from './transaction.ts'

interface Job {
  readonly bytes: number
  run(transaction: Transaction): void
  resolve(): void
  reject(error: unknown): void
}

/** Of one group: more waits for the next, so that the event loop turns. */
const MAX_JOBS = 1_000
const MAX_BYTES = 4 * 1024 * 1024

/** Writes together what is asked for in one turn of the event loop: one transaction, one sync to the disk. */
export class Writer {
  readonly #tables: Tables
  readonly #options: ResolvedOptions
  readonly #committed: (names: ReadonlySet<string>) => void
  #queue: Job[] = []
  #pendingBytes = 0
  #running: Promise<void> | undefined

  /** @param committed is told the logs that have changed, once that is durable */
  constructor(tables: Tables, options: ResolvedOptions, committed: (names: ReadonlySet<string>) => void) {
    this.#tables = tables
    this.#options = options
    this.#committed = committed
  }

  /** Resolves with what `act` gave once it is on the disk; rejects if nothing of it is there. */
  write<T>(bytes: number, act: (transaction: Transaction) => T): Promise<T> {
    const { maxPendingBytes } = this.#options
    if (this.#pendingBytes + bytes > maxPendingBytes && this.#pendingBytes > 0) {
      const sentence = `${this.#pendingBytes} bytes wait to be written (maxPendingBytes is ${maxPendingBytes})`
      return Promise.reject(new LogError('busy', `${sentence}: await append before the next one`))
    }
    this.#pendingBytes += bytes
    return new Promise((resolve, reject) => {
      let result: { readonly value: T } | undefined
      this.#queue.push({
        bytes,
        run(transaction) {
          result = { value: act(transaction) }
        },
        resolve: () => result && resolve(result.value),
        reject,
      })
      this.#running ??= this.#run()
    })
  }

  /** Settles when nothing waits to be written. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0) {
      await new Promise<void>((resolve) => this.#options.clock.turn(resolve))
      await this.#writeGroup(this.#nextGroup())
    }
    this.#running = undefined
  }

  #nextGroup(): Job[] {
    let bytes = 0
    const end = this.#queue.findIndex((job, index) => index >= MAX_JOBS || (bytes += job.bytes) > MAX_BYTES)
    return this.#queue.splice(0, end < 0 ? this.#queue.length : Math.max(end, 1))
  }

  async #writeGroup(group: readonly Job[]): Promise<void> {
    let jobs = group
    try {
      while (jobs.length > 0) {
        const failed = await patiently(() => this.#commit(jobs), this.#options)
        if (!failed) break
        jobs = jobs.filter((job) => job !== failed)
      }
      for (const job of jobs) job.resolve()
    } catch (error) {
      for (const job of jobs) job.reject(error)
    } finally {
      for (const { bytes } of group) this.#pendingBytes -= bytes
    }
  }

  /** Commits, or gives the job because of which it did not: the others are done again without it. */
  #commit(jobs: readonly Job[]): Job | undefined {
    this.#tables.begin('IMMEDIATE')
    const transaction = new Transaction(this.#tables, this.#options)
    let at = 0
    try {
      for (; at < jobs.length; at += 1) jobs[at]?.run(transaction)
      transaction.finish()
      this.#tables.commit()
    } catch (raw) {
      this.#rollback()
      const error = engineError(raw)
      const job = jobs[at]
      // What the engine says concerns all; anything else is of the one that was at work, as a value that cannot be bound.
      if (!job || error instanceof LogError) throw error
      job.reject(error)
      return job
    }
    this.#committed(transaction.touched)
    return undefined
  }

  #rollback(): void {
    try {
      this.#tables.rollback()
    } catch (error) {
      // A full disk, for one, rolls back by itself, and then there is nothing left to: sqlite.org/lang_transaction.html §2.3.
      if (!/no transaction/i.test(String(error))) throw error
    }
  }
}
