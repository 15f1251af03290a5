/** How many pieces are joined at a time: a slot and an object for each piece of one byte would outweigh the text. */
const FOLD = 4096

/** A text that comes in pieces: joined once, and held in little more than its size however small they are. */
export class Pieces {
  parts: string[] = []
  /** The parts before that are joined already. */
  #joined = 0

  add(part: string): void {
    if (this.parts.push(part) - this.#joined < FOLD) return
    this.#joined = this.parts.push(this.parts.splice(this.#joined).join(''))
  }

  get text(): string {
    const [only = ''] = this.parts
    // Some engines copy what is joined to nothing.
    return this.parts.length > 1 ? this.parts.join('') : only
  }

  /** The text, after which there is none. */
  take(): string {
    const { text } = this
    this.parts = []
    this.#joined = 0
    return text
  }
}
