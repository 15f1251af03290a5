import { systemClock, type Clock } from './clock.ts'
import { Hub } from './hub.ts'
import type { HubOptions } from './hub-options.ts'
import { wholeNumber } from './limits.ts'
import type { LogStore } from './log-store.ts'
import { reportFailure } from './report.ts'

/** Options of {@link Hubs}; all but its own are those of every hub. */
export interface HubsOptions extends Omit<HubOptions, 'log'> {
  /** Where their logs live. */
  readonly logs: LogStore
  /** Milliseconds for which a hub that nobody uses is kept ready; then it reads its log no more. @default 60_000 */
  readonly idleAfter?: number
  /**
   * Milliseconds for which the log of a hub that rests is kept; then it is deleted, and who comes back to it begins anew,
   * after a gap. Give it to stores that would fill up with the logs of finite runs. @default Infinity
   */
  readonly keepFor?: number
}

/** Milliseconds between two looks at the hubs, at most. */
const MAX_STEP = 60_000

/** A hub, since when it is not used, and what it had published then. */
interface Held {
  readonly hub: Hub
  usedAt: number
  published: number
}

/**
 * Hubs by name, one for each run or tenant, made as they are needed and put to rest when they are idle. Ask for a hub
 * each time rather than keeping it: one that has rested is another object.
 *
 * While it has hubs it looks at them from time to time; a process that is to end has to `close()` it.
 *
 * @throws TypeError, RangeError for options that cannot be.
 * @example
 * ```ts
 * const hubs = new Hubs({ logs: new MemoryLogs(), keepFor: 600_000 })
 * const run = hubs.get(`run-${id}`)
 * void run.pipe(answer(prompt)).catch(report)
 * await run.subscribe(session, 'all', { start: { at: 'floor' } })
 * ```
 */
export class Hubs implements AsyncDisposable {
  readonly #options: HubsOptions
  readonly #clock: Clock
  readonly #idleAfter: number
  readonly #keepFor: number
  readonly #held = new Map<string, Held>()
  #timer: unknown
  #isOver = false

  constructor(options: HubsOptions) {
    const { logs, idleAfter = 60_000, keepFor = Infinity } = options
    if (typeof logs?.open !== 'function') throw new TypeError('logs must be a LogStore, for example new MemoryLogs()')
    this.#options = options
    this.#clock = options.clock ?? systemClock()
    this.#idleAfter = wholeNumber('idleAfter', idleAfter, 1)
    this.#keepFor = keepFor === Infinity ? keepFor : wholeNumber('keepFor', keepFor, 0)
  }

  /** Hubs that are in use, or were so lately. */
  get size(): number {
    return this.#held.size
  }

  /**
   * The hub with this name.
   *
   * @throws TypeError for a name that is no string or empty, and once it is closed; what `logs.open` throws.
   */
  get(name: string): Hub {
    if (this.#isOver) throw new TypeError('The hubs are closed')
    if (typeof name !== 'string' || name === '') {
      throw new TypeError(`A hub's name must be a string that is not empty, got ${JSON.stringify(name)}`)
    }
    const held = this.#held.get(name) ?? this.#make(name)
    held.usedAt = this.#clock.now()
    this.#timer ??= this.#wait()
    return held.hub
  }

  /** Closes the hub with this name, as `hub.close`, and deletes its log. */
  async delete(name: string): Promise<void> {
    const held = this.#held.get(name)
    this.#held.delete(name)
    // At once, or a hub that is asked for meanwhile would stand on a log that is about to go.
    await Promise.all([held?.hub.close(), this.#options.logs.delete(name)])
  }

  /** Closes all hubs so that their clients come back spread over `over` ms, as `hub.drain`. Logs stay. */
  async drain(options?: Parameters<Hub['drain']>[0]): Promise<void> {
    await this.#end((hub) => hub.drain(options))
  }

  /** Closes all hubs, as `hub.close`. Logs stay. */
  async close(options?: Parameters<Hub['close']>[0]): Promise<void> {
    await this.#end((hub) => hub.close(options))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #end(end: (hub: Hub) => Promise<void>): Promise<void> {
    this.#isOver = true
    this.#clock.clearTimeout(this.#timer)
    await Promise.all(Array.from(this.#held.values(), ({ hub }) => end(hub)))
    this.#held.clear()
  }

  #make(name: string): Held {
    const { logs, ...options } = this.#options
    const held = { hub: new Hub({ ...options, clock: this.#clock, log: logs.open(name) }), usedAt: 0, published: 0 }
    this.#held.set(name, held)
    return held
  }

  #wait(): unknown {
    return this.#clock.setTimeout(() => this.#look(), Math.min(this.#idleAfter, MAX_STEP))
  }

  #look(): void {
    for (const [name, held] of this.#held) this.#judge(name, held)
    this.#timer = this.#held.size > 0 && !this.#isOver ? this.#wait() : undefined
  }

  #judge(name: string, held: Held): void {
    const { hub } = held
    const now = this.#clock.now()
    if (hub.sessions > 0 || hub.published !== held.published) held.usedAt = now
    held.published = hub.published
    const idle = now - held.usedAt
    if (idle < this.#idleAfter) return
    // A run is under way, however silent.
    if (!hub.rest()) held.usedAt = now
    // What nobody is to delete need not be remembered.
    else if (this.#keepFor === Infinity) this.#held.delete(name)
    else if (idle >= this.#idleAfter + this.#keepFor) this.delete(name).catch(this.#options.onError ?? reportFailure)
  }
}
