/**
 * For logs: those who wait for the next change of a log.
 *
 * @example
 * ```ts
 * const sleepers = new Sleepers()
 * const forget = sleepers.add(() => console.log('there is more'))
 * sleepers.wake() // once: whoever wants to wait again, says so again
 * forget() // does nothing any more
 * ```
 */
export class Sleepers {
  #waiting = new Set<() => void>()

  /** How many wait. */
  get size(): number {
    return this.#waiting.size
  }

  /** Calls `wake` at the next change, unless the function that it returns is called before. */
  add(wake: () => void): () => void {
    const waiting = this.#waiting
    // A function of its own, since one that is given twice waits twice.
    const entry = (): void => wake()
    waiting.add(entry)
    return () => waiting.delete(entry)
  }

  /** Something has changed: wakes everyone who waits now. */
  wake(): void {
    const waiting = this.#waiting
    this.#waiting = new Set()
    for (const wake of waiting) wake()
  }
}
