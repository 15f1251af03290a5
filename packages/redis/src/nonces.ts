import { randomEpoch } from '@eventwire/server'

/** Texts of which nobody makes one twice, 12 characters and `-number`: what epochs and tags are drawn from. */
export class Nonces {
  #prefix: string | undefined
  #count = 0

  next(): string {
    // At first use, since edge workers forbid randomness while a module loads; and once, since it takes a while.
    this.#prefix ??= randomEpoch()
    this.#count += 1
    return `${this.#prefix}-${this.#count}`
  }
}
