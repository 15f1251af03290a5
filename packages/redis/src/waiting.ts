/** Whether anybody still waits for an answer. Its signal is made for who asks for it, since most clients do not. */
export class Waiting {
  #isOver = false
  #abort: AbortController | undefined
  #onOver: (() => void) | undefined

  /** One that is over once all of these are. */
  static all(each: readonly Waiting[]): Waiting {
    const [only] = each
    if (only && each.length === 1) return only
    const all = new Waiting()
    let left = each.length
    const over = (): void => {
      left -= 1
      if (left === 0) all.end()
    }
    for (const waiting of each) waiting.#onOver = over
    return all
  }

  get isOver(): boolean {
    return this.#isOver
  }

  /** Aborts once nobody waits any more. */
  get signal(): AbortSignal {
    this.#abort ??= new AbortController()
    if (this.#isOver) this.#abort.abort()
    return this.#abort.signal
  }

  end(): void {
    this.#isOver = true
    this.#abort?.abort()
    this.#onOver?.()
  }
}
