/** What a {@link PullIterator} draws on. */
export interface PullSource<Item> {
  /** The next item if it is there already. */
  take(): Item | undefined
  /** The next item, when it comes, or the end. Called again only after it has called `settled`, just before it settles. */
  pull(settled: () => void): Promise<IteratorResult<Item, undefined>>
  /** Ends a pending `pull`, as well as everything after it. */
  close(): Promise<void>
}

/**
 * An async iterator over `take`, `pull` and `close`. Not a generator, whose `return()` would wait for the pending
 * `next()`, and so could not end a quiet stream.
 */
export class PullIterator<Item> implements AsyncIterableIterator<Item, undefined> {
  readonly #source: PullSource<Item>
  #pending = 0
  /** What was asked for last, while anything is pending. */
  #latest: Promise<unknown> | undefined
  /** Left by the consumer: not even a failure is told any more. */
  #isLeft = false

  constructor(source: PullSource<Item>) {
    this.#source = source
  }

  next(): Promise<IteratorResult<Item, undefined>> {
    // Most events of a busy stream are there already, and go without a wait.
    const item = this.#pending === 0 ? this.#source.take() : undefined
    if (item !== undefined) return Promise.resolve({ done: false, value: item })
    // Counted before anything can settle.
    this.#pending += 1
    const isFirst = this.#pending === 1 && !this.#isLeft
    const latest = isFirst ? this.#source.pull(this.#settled) : this.#pullAfter(this.#latest)
    if (this.#pending > 0) this.#latest = latest
    return latest
  }

  async return(): Promise<IteratorReturnResult<undefined>> {
    this.#isLeft = true
    await this.#source.close()
    return { done: true, value: undefined }
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async #pullAfter(earlier: Promise<unknown> | undefined): Promise<IteratorResult<Item, undefined>> {
    // Whoever asked earlier gets its error.
    await Promise.allSettled([earlier])
    if (!this.#isLeft) return this.#source.pull(this.#settled)
    this.#settled()
    return { done: true, value: undefined }
  }

  readonly #settled = (): void => {
    this.#pending -= 1
    if (this.#pending === 0) this.#latest = undefined
  }
}
