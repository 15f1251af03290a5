import { LogError } from '@eventwire/server'
import { engineError, isBusy, judged } from './engine-error.ts'
import { Job } from './job.ts'
import type { ResolvedOptions } from './options.ts'
import { pause } from './patience.ts'
import type { Tables } from './tables.ts'
import { Transaction } from './transaction.ts'

/** Of one group: more waits for the next, so that the event loop turns. */
const MAX_JOBS = 1_000
const MAX_BYTES = 4 * 1024 * 1024

/** What a job takes in memory besides its texts, so that any number of empty ones is not nothing. */
const JOB_BYTES = 256

/** Writes together what is asked for in one turn of the event loop: one transaction, one sync to the disk. */
export class Writer {
  readonly #tables: Tables
  readonly #options: ResolvedOptions
  readonly #committed: (names: ReadonlySet<string>) => void
  readonly #queue: Job<unknown>[] = []
  #pendingBytes = 0
  /** Ms in all that it has waited for who had the file; a job has waited what was added since it came. */
  #waited = 0
  #running: Promise<void> | undefined

  /** @param committed is told the logs that have changed, once that is durable */
  constructor(tables: Tables, options: ResolvedOptions, committed: (names: ReadonlySet<string>) => void) {
    this.#tables = tables
    this.#options = options
    this.#committed = committed
  }

  /** Resolves with what `act` gave once it is on the disk; rejects if it is not. */
  write<T>(bytes: number, act: (transaction: Transaction) => T): Promise<T> {
    const { maxPendingBytes } = this.#options
    const size = bytes + JOB_BYTES
    if (this.#pendingBytes + size > maxPendingBytes && this.#pendingBytes > 0) {
      const sentence = `${this.#pendingBytes} bytes wait to be written (maxPendingBytes is ${maxPendingBytes})`
      return Promise.reject(new LogError('busy', `${sentence}: await append before the next one`))
    }
    this.#pendingBytes += size
    return new Promise<T>((resolve, reject) => {
      this.#queue.push(new Job<T>(size, this.#waited, act, { resolve, reject }))
      this.#running ??= this.#run()
    })
  }

  /** Settles when nothing waits to be written. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running
  }

  async #run(): Promise<void> {
    for (let tries = 0; this.#queue.length > 0;) {
      if (tries === 0) await new Promise<void>((resolve) => this.#options.clock.turn(resolve))
      const group = this.#nextGroup()
      try {
        if (judged(() => this.#commit(group))) this.#settle(group.length, (job) => job.resolve())
        tries = 0
      } catch (error) {
        if (isBusy(error)) await this.#wait(error, tries++)
        else this.#settle(group.length, (job) => job.reject(error))
        if (!isBusy(error)) tries = 0
      }
    }
    this.#running = undefined
  }

  /** Rejects those who have waited for long enough, and lets the others wait a little. */
  async #wait(error: unknown, tries: number): Promise<void> {
    const { busyTimeout, clock } = this.#options
    const isOver = ({ since }: Job<unknown>): boolean => this.#waited - since >= busyTimeout
    const patient = this.#queue.findIndex((job) => !isOver(job))
    this.#settle(patient < 0 ? this.#queue.length : patient, (job) => job.reject(error))
    const [first] = this.#queue
    if (first) this.#waited += await pause(tries, busyTimeout - (this.#waited - first.since), clock)
  }

  #nextGroup(): readonly Job<unknown>[] {
    let bytes = 0
    const end = this.#queue.findIndex((job, index) => index >= MAX_JOBS || (bytes += job.bytes) > MAX_BYTES)
    return this.#queue.slice(0, end < 0 ? this.#queue.length : Math.max(end, 1))
  }

  /** Takes the oldest from the queue. */
  #settle(count: number, act: (job: Job<unknown>) => void, from = 0): void {
    for (const job of this.#queue.splice(from, count)) {
      this.#pendingBytes -= job.bytes
      act(job)
    }
  }

  /** Commits; false if one of the jobs was to blame that it did not, which is out of the queue then. */
  #commit(jobs: readonly Job<unknown>[]): boolean {
    this.#tables.begin('IMMEDIATE')
    let at = 0
    let touched: ReadonlySet<string>
    try {
      const transaction = new Transaction(this.#tables, this.#options)
      for (; at < jobs.length; at += 1) jobs[at]?.run(transaction)
      transaction.finish()
      touched = transaction.touched
      this.#tables.commit()
    } catch (raw) {
      this.#tables.rollback()
      const error = engineError(raw)
      // What the engine says concerns all; anything else is of the one that was at work.
      if (at === jobs.length || error instanceof LogError) throw error
      this.#settle(1, (job) => job.reject(error), at)
      return false
    }
    this.#committed(touched)
    return true
  }
}
