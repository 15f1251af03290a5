import type { Socket } from 'node:net'
import { ChunkedResponse } from './chunked.ts'

/** Compares every byte of a response's body with what it must be. */
export class ExpectedStream {
  readonly response = new ChunkedResponse()
  readonly #expected: () => Buffer
  #got = 0

  /** @param expected the whole body as far as it is known by now */
  constructor(socket: Socket, expected: () => Buffer) {
    this.#expected = expected
    socket.on('data', (bytes) => {
      for (const piece of this.response.push(bytes)) this.#compare(piece)
    })
  }

  /** Bytes that came, all of them right: NaN after a wrong one. */
  get length(): number {
    return this.#got
  }

  #compare(piece: Buffer): void {
    const expected = this.#expected().subarray(this.#got, this.#got + piece.length)
    this.#got = piece.equals(expected) ? this.#got + piece.length : Number.NaN
  }
}
