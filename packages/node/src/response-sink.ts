import type { Framing, Sink, SinkListener } from '@eventwire/server'
import { cut, isOver, whenOver } from './leaving.ts'
import type { NodeRequest, NodeResponse } from './platform.ts'
import { headersOf } from './send-response.ts'

/** Bytes held back from which on `write` asks to wait. */
const HIGH_WATER = 64 * 1024

/** A sink on a Node response, which holds everything back until its head is sent. */
export class ResponseSink implements Sink {
  readonly framing: Framing = 'none'
  readonly #request: NodeRequest
  readonly #response: NodeResponse
  #listener: SinkListener | undefined
  /** Undefined once the head is sent. */
  #held: Uint8Array[] | undefined = []
  #heldBytes = 0
  #ending: 'close' | 'cut' | undefined

  constructor(request: NodeRequest, response: NodeResponse) {
    this.#request = request
    this.#response = response
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
    if (this.#ending === 'cut') return cut(this.#response)
    const isDrained = held.map((bytes) => this.#response.write(bytes)).every(Boolean)
    if (this.#ending === 'close') this.close()
    else if (wasFull && isDrained) this.#listener?.drain()
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
    if (!this.#held) return this.#response.write(bytes)
    this.#held.push(bytes)
    this.#heldBytes += bytes.length
    return this.#heldBytes < HIGH_WATER
  }

  close(): void {
    if (this.#held) this.#ending ??= 'close'
    else if (!this.#response.writableEnded) this.#response.end()
  }

  abort(): void {
    // Before the head it is the application that says what the client gets: a head, or nothing at all if it has left.
    if (!this.#held) return cut(this.#response)
    this.#held = []
    this.#heldBytes = 0
    this.#ending = 'cut'
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
      if (socket.writableEnded) cut(this.#response)
    }
    socket.on('end', leave)
    return () => socket.off('end', leave)
  }
}
