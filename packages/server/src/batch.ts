import type { Mark } from './event-log.ts'
import { join } from './segment.ts'
import type { Framing } from './sink.ts'

const CRLF = new Uint8Array([13, 10])

/** The bytes of one write: shared by everyone who has the same place and takes the same channels. */
export class Batch {
  /** The place of those who got it. */
  readonly end: Mark
  /** The last entry in it, whose id the client knows from then on; undefined if no entry was for this audience. */
  readonly last: Mark | undefined
  readonly #bytes: Uint8Array
  #chunk: Uint8Array | undefined

  constructor(bytes: Uint8Array, end: Mark, last: Mark | undefined) {
    this.#bytes = bytes
    this.end = end
    this.last = last
  }

  /** Bytes before any framing. */
  get length(): number {
    return this.#bytes.length
  }

  framed(framing: Framing): Uint8Array {
    if (framing === 'none') return this.#bytes
    this.#chunk ??= chunk(this.#bytes)
    return this.#chunk
  }
}

/** One chunk of the HTTP/1.1 chunked coding, RFC 9112 §7.1. */
export function chunk(bytes: Uint8Array): Uint8Array {
  const size = new TextEncoder().encode(`${bytes.length.toString(16)}\r\n`)
  return join([size, bytes, CRLF], size.length + bytes.length + CRLF.length)
}
