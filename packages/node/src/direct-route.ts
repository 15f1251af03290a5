import type { Framing } from '@eventwire/server'
import { chunkedBuffer } from './chunked-buffer.ts'
import { cut } from './leaving.ts'
import { queuedBytes, type NodeResponse, type NodeSocket } from './platform.ts'
import type { Route } from './route.ts'
import { writeSocket } from './write-socket.ts'

/** Past the response to its socket, which costs half as much; the response is what ends. */
export class DirectRoute implements Route {
  readonly framing: Framing = chunkedBuffer
  readonly #response: NodeResponse
  readonly #socket: NodeSocket

  constructor(response: NodeResponse, socket: NodeSocket) {
    this.#response = response
    this.#socket = socket
  }

  get bufferedBytes(): number {
    return this.#socket.writableLength
  }

  get progress(): number {
    return this.bufferedBytes + queuedBytes(this.#socket)
  }

  write(bytes: Uint8Array, sent?: () => void): boolean {
    return this.#response.writableEnded || writeSocket(this.#socket, bytes, sent)
  }

  end(): void {
    if (!this.#response.writableEnded) this.#response.end()
  }

  cut(): void {
    cut(this.#response)
  }
}
