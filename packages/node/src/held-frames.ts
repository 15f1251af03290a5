/** Frames that wait to become one array of bytes. */
export class HeldFrames {
  /** Those before the last text. */
  #pieces: Uint8Array[] = []
  #text = ''
  #byteLength = 0

  /** How many bytes they are. */
  get byteLength(): number {
    return this.#byteLength
  }

  add(frames: string | Uint8Array): void {
    if (typeof frames === 'string') {
      this.#text += frames
      this.#byteLength += Buffer.byteLength(frames)
      return
    }
    this.#settle()
    this.#pieces.push(frames)
    this.#byteLength += frames.length
  }

  /** All of them, which are held no longer. */
  take(): Uint8Array {
    this.#settle()
    const [only] = this.#pieces
    const bytes = this.#pieces.length === 1 && only ? only : Buffer.concat(this.#pieces)
    this.#pieces = []
    this.#byteLength = 0
    return bytes
  }

  #settle(): void {
    if (this.#text === '') return
    this.#pieces.push(Buffer.from(this.#text))
    this.#text = ''
  }
}
