/** Draws the same from the same seed (mulberry32). */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** From 0 to 1, without 1. */
  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /** A whole number from 0 to below `end`. */
  below(end: number): number {
    return Math.floor(this.fraction() * end)
  }

  /** True with this chance. */
  chance(part: number): boolean {
    return this.fraction() < part
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0]
  }

  /** One character for each byte, any bytes from `least` on. */
  bytes(length: number, least = 0): string {
    return Array.from({ length }, () => String.fromCharCode(least + this.below(256 - least))).join('')
  }

  /** A seed for another. */
  seed(): number {
    return this.below(2 ** 32)
  }
}
