/** What a {@link PullIterator} draws on. */
export interface PullSource<Item> {
  /** The next item if it is there already. */
  take(): Item | undefined
  /** The next item, when it comes; `undefined` at the end. Called again only when the promise has settled. */
  pull(): Promise<Item | undefined>
  /** Ends a pending `pull` with `undefined`, as well as everything after it. */
  close(): Promise<void>
}

/**
 * An async iterator over `take`, `pull` and `close`. Not a generator, whose `return()` would wait for the pending
 * `next()`, and so could not end a quiet stream.
 */
export class PullIterator<Item> implements AsyncIterableIterator<Item, undefined> {
  readonly #source: PullSource<Item>
  #pending = 0
  #latest: Promise<IteratorResult<Item, undefined>> | undefined
  #done = false

  constructor(source: PullSource<Item>) {
    this.#source = source
  }

  next(): Promise<IteratorResult<Item, undefined>> {
    // Most events of a busy stream are there already, and go without a wait.
    const item = this.#pending === 0 ? this.#source.take() : undefined
    if (item !== undefined) return Promise.resolve({ done: false, value: item })
    this.#latest = this.#pullAfter(this.#latest)
    return this.#latest
  }

  async return(): Promise<IteratorReturnResult<undefined>> {
    this.#done = true
    await this.#source.close()
    return { done: true, value: undefined }
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async #pullAfter(earlier: Promise<unknown> | undefined): Promise<IteratorResult<Item, undefined>> {
    this.#pending += 1
    try {
      // Whoever asked earlier gets its error.
      if (earlier) await earlier.catch(() => undefined)
      const item = this.#done ? undefined : await this.#source.pull()
      return item === undefined ? { done: true, value: undefined } : { done: false, value: item }
    } finally {
      this.#pending -= 1
      if (this.#pending === 0) this.#latest = undefined
    }
  }
}
