import { LogError, Sleepers } from '@eventwire/server'
import { engineError } from './engine-error.ts'
import type { ResolvedOptions } from './options.ts'
import type { Counters, Tables } from './tables.ts'

/** With more logs changed at once than this, everyone is woken. */
const MANY = 1_000

/** Those who wait for a log to change: woken at once by this process, and by a look at the file for what others did. */
export class Watch {
  readonly #tables: Tables
  readonly #options: ResolvedOptions
  readonly #sleepers = new Map<string, Sleepers>()
  #timer: unknown
  #version = 0
  #seen: Counters = { entry: 0, ended: 0, deletions: 0 }

  constructor(tables: Tables, options: ResolvedOptions) {
    this.#tables = tables
    this.#options = options
  }

  /** How many logs are waited for. */
  get size(): number {
    return this.#sleepers.size
  }

  /** Calls `wake` at the next change of a log, unless the function that it returns is called before. */
  sleep(name: string, wake: () => void): () => void {
    if (this.#timer === undefined) this.#start()
    const sleepers = this.#sleepers.get(name) ?? new Sleepers()
    this.#sleepers.set(name, sleepers)
    const forget = sleepers.add(wake)
    return () => {
      forget()
      if (sleepers.size === 0 && this.#sleepers.get(name) === sleepers) this.#sleepers.delete(name)
    }
  }

  wake(names: Iterable<string>): void {
    for (const name of names) {
      const sleepers = this.#sleepers.get(name)
      this.#sleepers.delete(name)
      sleepers?.wake()
    }
  }

  /** Wakes everyone, and looks no more until somebody waits again. */
  stop(): void {
    this.wake([...this.#sleepers.keys()])
    if (this.#timer !== undefined) this.#options.clock.clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #start(): void {
    // Not thrown at who wants to sleep and may not need to: the next look wakes everyone.
    this.#version = Number.NaN
    this.#wait()
    try {
      this.#seen = this.#tables.counters()
      this.#version = this.#tables.dataVersion()
    } catch (error) {
      if (!(engineError(error) instanceof LogError)) throw error
    }
  }

  #wait(): void {
    this.#timer = this.#options.clock.setTimeout(() => this.#look(), this.#options.pollInterval)
  }

  #look(): void {
    this.#timer = undefined
    // Not before: a reader that goes from page to page would start and stop it each time.
    if (this.#sleepers.size === 0) return
    this.#wait()
    let names: Iterable<string>
    try {
      names = this.#changedByOthers()
    } catch {
      // Whoever is woken reads, and rejects with what the file says.
      names = [...this.#sleepers.keys()]
    }
    this.wake(names)
  }

  #changedByOthers(): Iterable<string> {
    const before = this.#seen
    // In this order: what another commits between these is of a version that was not seen, and so looked for.
    const counters = this.#tables.counters()
    const version = this.#tables.dataVersion()
    this.#seen = counters
    if (version === this.#version) return []
    this.#version = version
    const names = this.#tables.changedSince(before, MANY)
    return counters.deletions === before.deletions && names.length < MANY ? names : [...this.#sleepers.keys()]
  }
}
