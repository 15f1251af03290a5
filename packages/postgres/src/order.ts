/**
 * Keeps what is appended after a call of `open` behind the place where that begins. They may go over two connections, and
 * else the append could be the faster one.
 */
export class Order {
  readonly #opening = new Set<Promise<unknown>>()
  /** Appends that wait, one after the other. */
  #waiting = 0
  #last: Promise<unknown> = Promise.resolve()

  /** @param opening looks for where to begin */
  async opens<T>(opening: Promise<T>): Promise<T> {
    this.#opening.add(opening)
    try {
      return await opening
    } finally {
      this.#opening.delete(opening)
    }
  }

  /** Resolves when it may be appended: in the order of the calls. */
  async turn(): Promise<void> {
    if (this.#opening.size === 0 && this.#waiting === 0) return
    this.#waiting += 1
    const opening = [...this.#opening]
    const mine = this.#last.then(() => Promise.allSettled(opening))
    this.#last = mine
    await mine
    this.#waiting -= 1
  }
}
