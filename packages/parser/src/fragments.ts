/** How many parts are joined into one fold. */
const FOLD = 4096

/**
 * A text that comes in parts: adding one is constant, and taking the whole is linear in its length, however many parts
 * it came in.
 */
export class Fragments {
  #parts: string[] = []
  /** Parts already joined, by the thousand: a slot and an object for each part of one byte would outweigh the text. */
  #folds: string[] = []

  add(part: string): void {
    if (this.#parts.push(part) === FOLD) this.#fold()
  }

  /** The whole text. What is added next begins another one. */
  take(): string {
    this.#fold()
    const folds = this.#folds
    this.#folds = []
    return folds.join('')
  }

  #fold(): void {
    this.#folds.push(this.#parts.join(''))
    this.#parts = []
  }
}
