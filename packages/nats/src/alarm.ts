/** One timer for any number of deadlines, by `performance.now()`. */
export class Alarm {
  readonly #ring: () => void
  #timer: ReturnType<typeof setTimeout> | undefined
  #at = Infinity

  constructor(ring: () => void) {
    this.#ring = ring
  }

  /** Rings at this time, or earlier if it was asked to. */
  set(at: number): void {
    if (at >= this.#at) return
    this.clear()
    this.#at = at
    this.#timer = setTimeout(
      () => {
        this.#at = Infinity
        this.#ring()
      },
      Math.ceil(at - performance.now()),
    )
  }

  clear(): void {
    clearTimeout(this.#timer)
    this.#at = Infinity
  }
}
