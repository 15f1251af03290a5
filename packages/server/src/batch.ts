import type { Mark } from './event-log.ts'
import { join } from './segment.ts'
import type { Framing } from './sink.ts'
import { utf8 } from './utf8.ts'

const CRLF = new Uint8Array([13, 10])

/** The bytes of one write: shared by everyone who has the same place and takes the same channels. */
export class Batch {
  /** The place of those who got it. */
  readonly end: Mark
  /** The last entry in it, whose id the client knows from then on; undefined if no entry was for this audience. */
  readonly last: Mark | undefined
  readonly #bytes: Uint8Array
  /** The framing that was asked for last: on a node there is but one. */
  #framing: Framing | undefined
  #framed: Uint8Array

  constructor(bytes: Uint8Array, end: Mark, last: Mark | undefined) {
    this.#bytes = bytes
    this.#framed = bytes
    this.end = end
    this.last = last
  }

  /** Bytes before any framing. */
  get length(): number {
    return this.#bytes.length
  }

  framed(framing: Framing | undefined): Uint8Array {
    if (!framing) return this.#bytes
    if (framing !== this.#framing) {
      this.#framing = framing
      this.#framed = framing(this.#bytes)
    }
    return this.#framed
  }
}

/** For adapters: the {@link Framing} of the HTTP/1.1 chunked coding, by which a write is one chunk (RFC 9112 §7.1). */
export function chunked(bytes: Uint8Array): Uint8Array {
  const size = utf8(`${bytes.length.toString(16)}\r\n`)
  return join([size, bytes, CRLF], size.length + bytes.length + CRLF.length)
}
