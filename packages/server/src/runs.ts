import type { Clock } from './clock.ts'

/** Counts what is under way. */
export class Runs {
  #count = 0
  readonly #waiting = new Set<() => void>()

  /** How many are under way. */
  get count(): number {
    return this.#count
  }

  /** Counts `work` until it settles. */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#count += 1
    try {
      return await work()
    } finally {
      this.#count -= 1
      if (this.#count === 0) for (const resolve of this.#waiting) resolve()
    }
  }

  /** Resolves when nothing is under way, or after so many milliseconds. */
  over(milliseconds: number, clock: Clock): Promise<void> {
    if (this.#count === 0) return Promise.resolve()
    return new Promise((resolve) => {
      const done = (): void => {
        clock.clearTimeout(timer)
        this.#waiting.delete(done)
        resolve()
      }
      const timer = clock.setTimeout(done, milliseconds)
      this.#waiting.add(done)
    })
  }
}
