import { Server, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/**
 * A server whose `close()` leaves every response the time to be read. Node's own would also cut a connection whose
 * response was ended but is still on its way to a slow client, and leave one open that becomes idle later.
 */
export class HttpServer extends Server {
  /** The connections, and how many responses each of them waits for. */
  readonly #connections = new Map<Socket, number>()

  constructor(onRequest: (req: IncomingMessage, res: ServerResponse) => void) {
    super()
    const connections = this.#connections
    // One function for all of them, of which there may be many that are idle.
    const forget = function (this: Socket): void {
      connections.delete(this)
    }
    this.on('connection', (socket: Socket) => {
      connections.set(socket, 0)
      socket.on('close', forget)
    })
    this.on('request', (req, res) => {
      this.#count(req.socket, 1)
      res.on('close', () => this.#count(req.socket, -1))
      onRequest(req, res)
    })
  }

  /** Called by Node's `close()`, too. */
  override closeIdleConnections(): void {
    for (const [socket, responses] of this.#connections) {
      if (responses === 0) socket.destroy()
    }
  }

  /** Node's own does not know those that it has let go of. */
  override closeAllConnections(): void {
    for (const socket of this.#connections.keys()) socket.destroy()
  }

  /** Whether no other response waits for its connection. */
  isAlone(socket: Socket): boolean {
    return this.#connections.get(socket) === 1
  }

  #count(socket: Socket, change: 1 | -1): void {
    const before = this.#connections.get(socket)
    if (before === undefined) return
    this.#connections.set(socket, before + change)
    if (before + change === 0 && !this.listening) socket.destroySoon()
  }
}
