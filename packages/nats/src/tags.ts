const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz'
const LENGTH = 12

/** Draws tags, which nobody else draws: 12 digits at random. Random bytes are asked for in bulk, which is far cheaper. */
export class Tags {
  readonly #bytes = new Uint8Array(64 * LENGTH)
  #at = this.#bytes.length

  next(): string {
    let tag = ''
    while (tag.length < LENGTH) {
      const byte = this.#byte()
      // 252 is the last multiple of 36 in a byte: with more, some digits would come oftener than others.
      if (byte < 252) tag += DIGITS[byte % 36]
    }
    return tag
  }

  #byte(): number {
    if (this.#at === this.#bytes.length) {
      crypto.getRandomValues(this.#bytes)
      this.#at = 0
    }
    const byte = this.#bytes[this.#at] ?? 0
    this.#at += 1
    return byte
  }
}
