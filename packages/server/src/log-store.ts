import type { EventLog } from './event-log.ts'
import { wholeNumber } from './limits.ts'
import { MemoryLog, type MemoryLogOptions } from './memory-log.ts'

/** Logs by name: for hubs that are made as they are needed, one for each run or tenant. */
export interface LogStore {
  /** The log with this name, the same as long as it is not deleted; a new one if there is none. */
  open(name: string): EventLog
  /** Forgets a log and all that is in it. To delete one that there is not, does nothing. */
  delete(name: string): Promise<void>
}

export interface MemoryLogsOptions extends MemoryLogOptions {
  /** Logs that there may be at once; one more is a `RangeError` of `open`. @default 10_000 */
  readonly maxLogs?: number
}

/**
 * A {@link LogStore} in the memory of one process.
 *
 * @throws TypeError, RangeError for options that cannot be.
 * @example
 * ```ts
 * const hubs = new Hubs({ logs: new MemoryLogs({ maxEntries: 1_000 }), keepFor: 600_000 })
 * ```
 */
export class MemoryLogs implements LogStore {
  readonly #options: MemoryLogOptions
  readonly #maxLogs: number
  readonly #logs = new Map<string, MemoryLog>()

  constructor({ maxLogs = 10_000, ...options }: MemoryLogsOptions = {}) {
    this.#maxLogs = wholeNumber('maxLogs', maxLogs, 1)
    this.#options = options
    // What the options of a log cannot be is said here, and not when the first one is needed.
    void new MemoryLog(options)
  }

  /** How many logs there are. */
  get size(): number {
    return this.#logs.size
  }

  open(name: string): MemoryLog {
    const known = this.#logs.get(name)
    if (known) return known
    if (this.#logs.size >= this.#maxLogs) {
      throw new RangeError(
        `There are ${this.#maxLogs} logs already (maxLogs): delete some, or let Hubs do so (keepFor)`,
      )
    }
    const log = new MemoryLog(this.#options)
    this.#logs.set(name, log)
    return log
  }

  async delete(name: string): Promise<void> {
    const log = this.#logs.get(name)
    this.#logs.delete(name)
    // Who still follows it is not to wait for more.
    await log?.end()
  }
}
