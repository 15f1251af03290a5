import type { Socket } from 'node:net'
import type { Framing, Sink, SinkListener } from '@eventwire/server'
import { directSocket } from './direct-socket.ts'
import { DirectRoute } from './direct-route.ts'
import { HeldFrames } from './held-frames.ts'
import { isHttp2 } from './leaving.ts'
import type { NodeRequest, NodeResponse, NodeSocket } from './platform.ts'
import type { ResponseLife } from './response-life.ts'
import { ResponseRoute } from './response-route.ts'
import type { Route } from './route.ts'
import type { OutgoingHeaders } from './send-response.ts'
import { SocketRoute } from './socket-route.ts'

/** Bytes held back from which on `write` asks to wait. */
const HIGH_WATER = 64 * 1024

/** What a sink stands on. */
export interface SinkParts {
  readonly request: NodeRequest
  readonly response: NodeResponse
  readonly life: ResponseLife
  /** Asks for the socket, which is handed over if a stream that is to last may have it to itself. @default it may not */
  readonly letGo?: ((taken: (socket: Socket) => void) => void) | undefined
}

/**
 * A sink on a Node response, which holds everything back until its head is sent, and then writes past the response to its
 * socket where that comes to the same. What is for this one reader waits until the end of the tick, to go as one write.
 */
export class ResponseSink implements Sink {
  readonly #life: ResponseLife
  /** Undefined once the connection is let go of by `node:http`. */
  #parts: SinkParts | undefined
  /** Undefined for an HTTP/2 stream. */
  #socket: NodeSocket | undefined
  #listener: SinkListener | undefined
  #route: Route
  #isDirect = false
  #isDedicated = false
  /** Held back until the head is sent, and then until the end of the tick. */
  readonly #held = new HeldFrames()
  #isBegun = false
  #isFlushing = false
  /** False from a write that asked to wait until the platform says that it has drained. */
  #hasRoom = true
  /** True if `send` asked to wait because of what is held. */
  #owesDrain = false
  #isCorked = false
  #ending: 'close' | 'cut' | undefined
  /** What is sent before the cut, if it ends by one. */
  #last: Uint8Array | undefined

  readonly #drain = (): void => {
    this.#hasRoom = true
    this.#listener?.drain()
  }

  /**
   * When a client ends its half of the connection, Node ends the other half, but only after the client has read what
   * was written, and so perhaps never. Such a client has left.
   */
  readonly #leave = (): void => {
    // Where `node:http` does not end the connection, it was told to serve such clients (httpAllowHalfOpen).
    if (this.#socket?.writableEnded || !this.#parts) this.abort()
  }

  constructor(parts: SinkParts) {
    this.#parts = parts
    this.#life = parts.life
    const { request, response } = parts
    this.#route = new ResponseRoute(response, request.socket)
    // An error that nobody listens to would end the process; 'close' follows it and tells the session.
    response.on('error', nothing)
    response.on('drain', this.#drain)
    // An HTTP/2 stream shares its socket.
    if (isHttp2(response)) return
    this.#socket = request.socket
    request.socket.on('end', this.#leave)
  }

  /** Past the response each write must be a chunk already: made once, it does for all readers. */
  get framing(): Framing | undefined {
    return this.#route.framing
  }

  get bufferedBytes(): number {
    return this.#held.byteLength + this.#route.bufferedBytes
  }

  get progress(): number {
    return this.#held.byteLength + this.#route.progress
  }

  /** Sends the head, and what was held back. */
  begin(status: number, headers: OutgoingHeaders): void {
    if (this.#isBegun || !this.#parts) return
    this.#isBegun = true
    if (this.#life.isOver) {
      this.#held.take()
      return
    }
    const { response } = this.#parts
    // Asked before the socket is corked, which Deno counts as well.
    const isHeldBack = (response.writableCorked ?? 0) > 0
    // The head and what follows it in this tick, such as the place that a hub gives, are one write to the system.
    this.#socket?.cork()
    this.#isCorked = true
    response.writeHead(status, headers)
    response.flushHeaders?.()
    // Node does not keep what only writeHead was told.
    if (!isHeldBack && headers['content-encoding'] === undefined) this.#goDirect(this.#parts)
    this.#flushSoon()
    if (this.#ending === 'cut') return this.abort(this.#last && (this.framing?.(this.#last) ?? this.#last))
    if (this.#ending === 'close') return this.close()
    this.#letGo()
  }

  attach(listener: SinkListener): void {
    this.#listener = listener
    this.#life.onOver(() => {
      // The connection may serve another response afterwards.
      this.#socket?.off('end', this.#leave)
      this.#socket?.off('drain', this.#drain)
      listener.gone()
    })
  }

  write(bytes: Uint8Array): boolean {
    if (!this.#isBegun) return this.#hold(bytes)
    if (this.#life.isOver) return true
    if (this.#held.byteLength > 0) this.#flush()
    this.#hasRoom = this.#route.write(bytes)
    return this.#hasRoom
  }

  send(text: string): boolean {
    return this.#hold(text)
  }

  dedicate(): void {
    this.#isDedicated = true
    this.#letGo()
  }

  close(): void {
    this.#ending ??= 'close'
    if (!this.#isBegun) return
    this.#flush()
    this.#route.end()
  }

  abort(last?: Uint8Array): void {
    if (this.#isBegun) {
      // The client is to see a stream that breaks off, and not a server that never answered.
      this.#flush()
      if (!last) return this.#route.cut()
      this.#route.write(last, () => this.#route.cut())
      return
    }
    // Before the head it is the application that says what the client gets: a head, or nothing at all if it has left.
    if (!last) this.#held.take()
    this.#last = last
    this.#ending = 'cut'
  }

  #hold(frames: string | Uint8Array): boolean {
    if (this.#life.isOver) return true
    this.#held.add(frames)
    if (this.#isBegun) this.#flushSoon()
    if (this.#held.byteLength >= HIGH_WATER) this.#owesDrain = true
    return this.#hasRoom && !this.#owesDrain
  }

  #flushSoon(): void {
    if (this.#isFlushing) return
    this.#isFlushing = true
    process.nextTick(() => {
      this.#isFlushing = false
      this.#flush()
      // Of what was only held the platform says nothing.
      const isDrained = this.#owesDrain && this.#hasRoom
      this.#owesDrain = false
      if (isDrained) this.#listener?.drain()
    })
  }

  /** Hands on what is held, as one write. */
  #flush(): void {
    if (this.#held.byteLength > 0) {
      const bytes = this.#held.take()
      this.#hasRoom = this.#life.isOver || this.#route.write(this.framing?.(bytes) ?? bytes)
    }
    if (this.#isCorked) this.#socket?.uncork()
    this.#isCorked = false
  }

  #goDirect({ request, response }: SinkParts): void {
    const socket = directSocket(request, response)
    if (!socket) return
    this.#route = new DirectRoute(response, socket)
    this.#isDirect = true
    socket.on('drain', this.#drain)
  }

  /** Where the stream is to last, and its connection is its own. */
  #letGo(): void {
    if (!this.#isDirect || !this.#isDedicated || !this.#parts) return
    this.#parts.letGo?.((socket) => {
      this.#parts = undefined
      this.#life.forgetResponse()
      this.#route = new SocketRoute(socket)
    })
  }
}

function nothing(): void {}
