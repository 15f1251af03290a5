/**
 * Time for tests: it stands still until it is told to pass, and takes none. It fits every `clock` option that asks for
 * `now`, `setTimeout` and `clearTimeout`.
 *
 * @example
 * ```ts
 * const clock = new FakeClock()
 * const connection = connect(url, { clock, fetch })
 * await clock.advance(1_000) // fires the timers of one second, and waits for what follows from each
 * ```
 */
export class FakeClock {
  readonly #timers = new Map<number, Timer>()
  #elapsed = 0
  #start: number
  #latest = 0

  /** @param start Milliseconds since 1970. @default 0 */
  constructor(start = 0) {
    this.#start = start
  }

  /** How many timers are waiting. */
  get pending(): number {
    return this.#timers.size
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#start + this.#elapsed
  }

  /** Like the platform's, also in that a delay beyond 2³¹−1 ms fires after 1 ms. */
  setTimeout(callback: () => void, milliseconds: number): number {
    const delay = milliseconds >= 1 && milliseconds <= 2 ** 31 - 1 ? Math.trunc(milliseconds) : 1
    this.#latest += 1
    this.#timers.set(this.#latest, { due: this.#elapsed + delay, callback })
    return this.#latest
  }

  clearTimeout(timer: unknown): void {
    this.#timers.delete(timer as number)
  }

  /** Sets the wall clock forward, or back if negative, as happens to real machines. Timers do not notice. */
  jump(milliseconds: number): void {
    this.#start += milliseconds
  }

  /** Lets time pass. Timers fire in order, each when all that follows from the one before it has happened. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#elapsed + milliseconds
    await turn()
    for (let next = this.#next(); next && next[1].due <= end; next = this.#next()) await this.#fire(...next)
    this.#elapsed = end
  }

  /**
   * Lets time pass, timer by timer, until `work` settles, and gives its result.
   *
   * @throws Error if no timer is left that could bring it about, or after 10,000 of them.
   */
  async run<Result>(work: Promise<Result>): Promise<Result> {
    const waiting = new Set([work])
    const settle = (): void => waiting.clear()
    work.then(settle, settle)
    await turn()
    for (let fired = 0; waiting.size > 0; fired += 1) {
      const next = this.#next()
      if (!next || fired === 10_000) throw new Error(`Still waiting after ${fired} timers; ${this.pending} are left`)
      await this.#fire(...next)
    }
    return await work
  }

  async #fire(id: number, { due, callback }: Timer): Promise<void> {
    this.#timers.delete(id)
    this.#elapsed = due
    callback()
    await turn()
  }

  #next(): [id: number, timer: Timer] | undefined {
    let next: [number, Timer] | undefined
    for (const entry of this.#timers) if (!next || entry[1].due < next[1].due) next = entry
    return next
  }
}

interface Timer {
  readonly due: number
  readonly callback: () => void
}

/** Resolves when everything has happened that needs neither time nor I/O. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    // Node, Deno and Bun have setImmediate; elsewhere a message does the same, without the least wait of a timer.
    const { setImmediate } = globalThis as { setImmediate?: (callback: () => void) => unknown }
    if (setImmediate) {
      setImmediate(resolve)
      return
    }
    // In workerd, known by what only it has, a message overtakes streams.
    if ('WebSocketPair' in globalThis) {
      setTimeout(resolve, 0)
      return
    }
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => {
      port1.close()
      resolve()
    })
    port1.start()
    port2.postMessage(undefined)
  })
}
