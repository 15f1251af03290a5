import { Sleepers } from '@eventwire/server'

interface Watched {
  readonly sleepers: Sleepers
  /** The log as it was last seen, by anybody of this node. */
  tip: string | undefined
}

/** Those who wait on this node for a log to change. */
export class Watch {
  readonly #watched = new Map<string, Watched>()

  /** How many logs are waited for. */
  get size(): number {
    return this.#watched.size
  }

  get names(): readonly string[] {
    return [...this.#watched.keys()]
  }

  /** Calls `wake` at the next change of a log, unless the function that it returns is called before. */
  sleep(name: string, wake: () => void): () => void {
    const watched = this.#watched.get(name) ?? { sleepers: new Sleepers(), tip: undefined }
    this.#watched.set(name, watched)
    const forget = watched.sleepers.add(wake)
    return () => {
      forget()
      if (watched.sleepers.size === 0 && this.#watched.get(name) === watched) this.#watched.delete(name)
    }
  }

  /** The log was seen like this by who reads or appends: wakes those who have seen another. */
  observe(name: string, tip: string): void {
    const watched = this.#watched.get(name)
    if (!watched) return
    const before = watched.tip
    watched.tip = tip
    // The first who sees it is one who reads; who reads beside it observes too, and wakes if it saw another.
    if (before !== undefined && before !== tip) this.wake(name)
  }

  /** The log is told to be like this: wakes those who wait, unless it was seen like this already. */
  tell(name: string, tip: string): void {
    if (this.#watched.get(name)?.tip !== tip) this.wake(name)
  }

  wake(name: string): void {
    const watched = this.#watched.get(name)
    this.#watched.delete(name)
    watched?.sleepers.wake()
  }

  wakeAll(): void {
    for (const name of this.names) this.wake(name)
  }
}
