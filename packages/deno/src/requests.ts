/** The requests in flight. */
export class Requests {
  #count = 0
  #waiting: (() => void)[] = []

  /** Takes note of one, until it is completed. */
  add(completed: Promise<void>): void {
    this.#count += 1
    const over = (): void => this.#over()
    completed.then(over, over)
  }

  /** Resolves once there is none. */
  none(): Promise<void> {
    if (this.#count === 0) return Promise.resolve()
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  #over(): void {
    this.#count -= 1
    if (this.#count > 0) return
    for (const resolve of this.#waiting) resolve()
    this.#waiting = []
  }
}
