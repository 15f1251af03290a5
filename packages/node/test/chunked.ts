/** Takes the bytes of one HTTP/1.1 response with a chunked body apart, as they come. */
export class ChunkedResponse {
  /** The head with its empty line, once it is complete. */
  head: string | undefined
  /** True once the last chunk was seen: the response is whole. */
  ended = false
  #rest: Buffer = Buffer.alloc(0)
  /** Bytes that the current chunk still has. */
  #left = 0

  /** Gives the pieces of the body in these bytes. */
  push(bytes: Buffer): Buffer[] {
    const pieces: Buffer[] = []
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes])
    while (!this.ended) {
      const piece = this.#next()
      if (!piece) break
      if (piece.length > 0) pieces.push(piece)
    }
    return pieces
  }

  /** The next piece of the body, empty for anything else; undefined if there is not enough. */
  #next(): Buffer | undefined {
    if (this.head === undefined) {
      const head = this.#until('\r\n\r\n')
      if (head === undefined) return undefined
      this.head = head
      if (!/^transfer-encoding: chunked\r$/im.test(head)) throw new Error(`Not chunked: ${head}`)
      return Buffer.alloc(0)
    }
    if (this.#left === 0) {
      const size = this.#until('\r\n')
      if (size === undefined) return undefined
      if (!/^[0-9a-f]+\r\n$/.test(size)) throw new Error(`Not the size of a chunk: ${JSON.stringify(size)}`)
      this.#left = Number.parseInt(size, 16) + 2
      this.ended = this.#left === 2
      return Buffer.alloc(0)
    }
    if (this.#rest.length === 0) return undefined
    const taken = this.#take(Math.min(this.#left, this.#rest.length))
    this.#left -= taken.length
    // The CRLF after each chunk is no part of the body.
    return taken.subarray(0, Math.max(0, taken.length - Math.max(0, 2 - this.#left)))
  }

  #until(end: string): string | undefined {
    const at = this.#rest.indexOf(end)
    return at < 0 ? undefined : this.#take(at + end.length).toString('latin1')
  }

  #take(length: number): Buffer {
    const taken = this.#rest.subarray(0, length)
    this.#rest = this.#rest.subarray(length)
    return taken
  }
}
