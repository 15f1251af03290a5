import { cut, isHttp2 } from './leaving.ts'
import { queuedBytes, type NodeResponse, type NodeSocket } from './platform.ts'
import type { Route } from './route.ts'

/** Through the response itself, and whatever middleware has made of it. */
export class ResponseRoute implements Route {
  readonly framing = undefined
  readonly #response: NodeResponse
  readonly #socket: NodeSocket

  constructor(response: NodeResponse, socket: NodeSocket) {
    this.#response = response
    this.#socket = socket
  }

  get bufferedBytes(): number {
    return this.#response.writableLength
  }

  get progress(): number {
    // An HTTP/2 stream has no handle of its own.
    return this.bufferedBytes + (isHttp2(this.#response) ? 0 : queuedBytes(this.#socket))
  }

  write(bytes: Uint8Array, sent?: () => void): boolean {
    const response = this.#response
    if (response.writableEnded) return true
    const hasRoom: unknown = response.write(bytes, sent)
    response.flush?.()
    // A middleware that wraps `write` may forget its answer. Nobody would ever say 'drain' to who took that for a no.
    return typeof hasRoom === 'boolean' ? hasRoom : response.writableNeedDrain !== true
  }

  end(): void {
    if (!this.#response.writableEnded) this.#response.end()
  }

  cut(): void {
    cut(this.#response)
  }
}
