import type { Socket } from 'node:net'
import type { Framing } from '@eventwire/server'
import { chunkedBuffer } from './chunked-buffer.ts'
import { queuedBytes } from './platform.ts'
import type { Route } from './route.ts'
import { writeSocket } from './write-socket.ts'

/** RFC 9112 §7.1: the end of a chunked body. */
const LAST_CHUNK: Uint8Array = Buffer.from('0\r\n\r\n')

/** To a socket that `node:http` has been taken off. It serves no other request, and closes when the stream ends. */
export class SocketRoute implements Route {
  readonly framing: Framing = chunkedBuffer
  readonly #socket: Socket

  constructor(socket: Socket) {
    this.#socket = socket
  }

  get bufferedBytes(): number {
    return this.#socket.writableLength
  }

  get progress(): number {
    return this.bufferedBytes + queuedBytes(this.#socket)
  }

  write(bytes: Uint8Array, sent?: () => void): boolean {
    return this.#socket.writableEnded || writeSocket(this.#socket, bytes, sent)
  }

  end(): void {
    if (this.#socket.writableEnded) return
    this.#socket.write(LAST_CHUNK)
    this.#socket.destroySoon()
  }

  cut(): void {
    this.#socket.destroy()
  }
}
