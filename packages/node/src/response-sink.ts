import type { Framing, Sink, SinkListener } from '@eventwire/server'
import { cut, isOver, whenOver } from './leaving.ts'
import type { NodeRequest, NodeResponse } from './platform.ts'

/** A sink on a Node response whose head is sent. */
export class ResponseSink implements Sink {
  readonly framing: Framing = 'none'
  readonly #request: NodeRequest
  readonly #response: NodeResponse

  constructor(request: NodeRequest, response: NodeResponse) {
    this.#request = request
    this.#response = response
  }

  get bufferedBytes(): number {
    return this.#response.writableLength
  }

  get progress(): number {
    const { httpVersionMajor, socket } = this.#request
    // Node counts a write as buffered until all of it is gone, which takes a slow client minutes for a large event. What
    // is left of it only the socket's handle knows; under TLS, which encrypts a write at once, the handle below that. An
    // HTTP/2 stream has none of its own.
    const handle = httpVersionMajor < 2 ? socket._handle : undefined
    return this.bufferedBytes + ((handle?._parent ?? handle)?.writeQueueSize ?? 0)
  }

  attach(listener: SinkListener): void {
    const response = this.#response
    // An error that nobody listens to would end the process; 'close' follows it and tells the session.
    response.on('error', () => undefined)
    response.on('drain', () => listener.drain())
    const stopWatching = this.#watchHalfClose()
    whenOver(this.#request, response, () => {
      stopWatching()
      listener.gone()
    })
  }

  write(bytes: Uint8Array): boolean {
    if (this.#response.writableEnded || isOver(this.#request, this.#response)) return true
    return this.#response.write(bytes)
  }

  close(): void {
    if (!this.#response.writableEnded) this.#response.end()
  }

  abort(last?: Uint8Array): void {
    if (!last) return cut(this.#response)
    this.#response.write(last, () => cut(this.#response))
  }

  /**
   * When a client ends its half of the connection, Node ends the other half, but only after the client has read what
   * was written, and so perhaps never. Such a client has left.
   */
  #watchHalfClose(): () => void {
    const { httpVersionMajor, socket } = this.#request
    if (httpVersionMajor >= 2) return () => undefined
    const leave = (): void => {
      // Unless the server was told to serve such clients (httpAllowHalfOpen).
      if (socket.writableEnded) this.abort()
    }
    socket.on('end', leave)
    return () => socket.off('end', leave)
  }
}
