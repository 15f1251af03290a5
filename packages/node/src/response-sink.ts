import type { Framing, Sink, SinkListener } from '@eventwire/server'
import { directSocket } from './direct-socket.ts'
import { cut, isHttp2, isOver, whenOver } from './leaving.ts'
import type { NodeRequest, NodeResponse, NodeSocket } from './platform.ts'
import { headersOf } from './send-response.ts'

/** Bytes held back from which on `write` asks to wait. */
const HIGH_WATER = 64 * 1024

/**
 * A sink on a Node response, which holds everything back until its head is sent, and then writes past the response to its
 * socket where that comes to the same.
 */
export class ResponseSink implements Sink {
  readonly #request: NodeRequest
  readonly #response: NodeResponse
  #listener: SinkListener | undefined
  /** Where chunks are written past the response. */
  #direct: NodeSocket | undefined
  /** Undefined once the head is sent. */
  #held: Uint8Array[] | undefined = []
  #heldBytes = 0
  #ending: 'close' | 'cut' | undefined
  /** What is sent before the cut, if it ends by one. */
  #last: Uint8Array | undefined

  constructor(request: NodeRequest, response: NodeResponse) {
    this.#request = request
    this.#response = response
  }

  /** Past the response each write must be a chunk already: made once, it does for all readers. */
  get framing(): Framing {
    return this.#direct ? 'chunked' : 'none'
  }

  get bufferedBytes(): number {
    return this.#heldBytes + this.#response.writableLength
  }

  /** Sends the head, and what was held back. */
  begin({ status, headers }: Response): void {
    const held = this.#held
    if (!held) return
    const wasFull = this.#heldBytes >= HIGH_WATER
    this.#held = undefined
    this.#heldBytes = 0
    if (isOver(this.#request, this.#response)) return
    this.#response.writeHead(status, headersOf(headers))
    this.#response.flushHeaders?.()
    const isDrained = held.map((bytes) => this.#send(bytes)).every(Boolean)
    if (this.#ending === 'cut') return this.abort(this.#last)
    if (this.#ending === 'close') return this.close()
    // Node does not keep what only writeHead was told.
    if (!headers.has('content-encoding')) this.#goDirect()
    if (wasFull && isDrained) this.#listener?.drain()
  }

  #goDirect(): void {
    const socket = directSocket(this.#request, this.#response)
    if (!socket) return
    this.#direct = socket
    const drain = (): void => this.#listener?.drain()
    socket.on('drain', drain)
    // The connection may serve another response afterwards.
    whenOver(this.#request, this.#response, () => socket.off('drain', drain))
  }

  get progress(): number {
    const { socket } = this.#request
    // Node counts a write as buffered until all of it is gone, which takes a slow client minutes for a large event. What
    // is left of it only the socket's handle knows; under TLS, which encrypts a write at once, the handle below that. An
    // HTTP/2 stream has none of its own.
    const handle = isHttp2(this.#response) ? undefined : socket._handle
    return this.bufferedBytes + ((handle?._parent ?? handle)?.writeQueueSize ?? 0)
  }

  attach(listener: SinkListener): void {
    this.#listener = listener
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
    if (!this.#held) return this.#send(bytes)
    this.#held.push(bytes)
    this.#heldBytes += bytes.length
    return this.#heldBytes < HIGH_WATER
  }

  close(): void {
    if (this.#held) this.#ending ??= 'close'
    else if (!this.#response.writableEnded) this.#response.end()
  }

  abort(last?: Uint8Array): void {
    if (!this.#held) {
      if (!last) return cut(this.#response)
      this.#send(last, () => cut(this.#response))
      return
    }
    // Before the head it is the application that says what the client gets: a head, or nothing at all if it has left.
    if (!last) this.#held = []
    this.#heldBytes = this.#held.reduce((sum, { length }) => sum + length, 0)
    this.#last = last
    this.#ending = 'cut'
  }

  #send(bytes: Uint8Array, sent?: () => void): boolean {
    if (this.#direct) return this.#direct.write(bytes, sent)
    const response = this.#response
    const hasRoom: unknown = response.write(bytes, sent)
    response.flush?.()
    // A middleware that wraps `write` may forget its answer. Nobody would ever say 'drain' to who took that for a no.
    return typeof hasRoom === 'boolean' ? hasRoom : response.writableNeedDrain !== true
  }

  /**
   * When a client ends its half of the connection, Node ends the other half, but only after the client has read what
   * was written, and so perhaps never. Such a client has left.
   */
  #watchHalfClose(): () => void {
    if (isHttp2(this.#response)) return () => undefined
    const { socket } = this.#request
    const leave = (): void => {
      // Unless the server was told to serve such clients (httpAllowHalfOpen).
      if (socket.writableEnded) cut(this.#response)
    }
    socket.on('end', leave)
    return () => socket.off('end', leave)
  }
}
