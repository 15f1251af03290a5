/** Chunks of fewer bytes are gathered while they end no line: a call of the decoder costs more than so few bytes do. */
const SMALL = 32
/** As many bytes are gathered at most. */
const GATHERED = 256

/**
 * Decoders are fastest if they are not told that more follows, but for those of Node 20 and 22 (known by what else they
 * lack): for ASCII they take a quarter of the time then, for other text twice the time.
 */
const ONE_SHOT = 'escape' in RegExp

const MORE = { stream: true } as const

/**
 * "UTF-8 decode without BOM" (Encoding §6) for bytes that come in chunks: the texts, put together, are what the whole
 * would decode to.
 */
export class Utf8Decoder {
  /** The text last decoded was, and so will be the next one, mostly. */
  #isAscii = true
  /** No character is broken off. */
  #isComplete = true
  readonly #decoder = newDecoder()
  /** Told that more follows: only so may a character be broken off. */
  readonly #streaming = newDecoder()
  readonly #gathered = new Uint8Array(GATHERED + SMALL)
  #size = 0

  /** The text of `chunk`; or none yet, if that is small and ends no line. At most `room` bytes of text are held back. */
  decode(chunk: Uint8Array, room: () => number): string {
    if (chunk.length >= SMALL) {
      return this.#size === 0 ? this.#decode(chunk) : this.#decode(this.#take()) + this.#decode(chunk)
    }
    let isHeld = true
    for (let index = 0; index < chunk.length; index += 1) {
      const byte = chunk[index] ?? 0
      this.#gathered[this.#size++] = byte
      if (byte === 10 || byte === 13) isHeld = false
    }
    return isHeld && this.#size <= GATHERED && this.#size * 3 <= room() ? '' : this.#decode(this.#take())
  }

  /** Says that no more bytes follow: a character that was broken off becomes U+FFFD. */
  flush(): string {
    const text = this.#size > 0 ? this.#decode(this.#take()) : ''
    if (this.#isComplete) return text
    this.#isComplete = true
    return text + this.#streaming.decode()
  }

  #take(): Uint8Array {
    const bytes = this.#gathered.subarray(0, this.#size)
    this.#size = 0
    return bytes
  }

  #decode(bytes: Uint8Array): string {
    const wasComplete = this.#isComplete
    this.#isComplete = (bytes[bytes.length - 1] ?? 0) < 0x80
    const atOnce = wasComplete && this.#isComplete && (ONE_SHOT || this.#isAscii)
    const text = atOnce ? this.#decoder.decode(bytes) : this.#streaming.decode(bytes, MORE)
    this.#isAscii = text.length === bytes.length
    return text
  }
}

function newDecoder(): TextDecoder {
  return new TextDecoder('utf-8', { ignoreBOM: true })
}
