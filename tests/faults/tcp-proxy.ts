import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { Transform } from 'node:stream'

/** Which way bytes go: to the server, or from it. */
export type Direction = 'up' | 'down'

/** What becomes of a chunk: true passes it on, false loses it. */
export type Sieve = (chunk: Buffer, direction: Direction) => boolean

/**
 * Stands between a client and a server on loopback, and does to the connections what networks do.
 *
 * @example
 * ```ts
 * await using proxy = await TcpProxy.to(redisPort)
 * const client = new Redis(proxy.port)
 * proxy.cut() // every connection is reset; the client may come back
 * proxy.stall() // nothing arrives any more, and nothing fails
 * proxy.resume()
 * proxy.sieve = (chunk, direction) => direction === 'up' || !chunk.includes('message') // wake-ups get lost
 * ```
 */
export class TcpProxy implements AsyncDisposable {
  /** Judges each chunk; whole chunks are lost, so that what follows is still a protocol. */
  sieve: Sieve = () => true
  /** Milliseconds that each chunk arrives later, either way. */
  delay = 0
  /** True resets whoever comes, at once. */
  refuses = false
  /** Port of the server, on loopback, that those who connect from now on are led to: another one after a failover. */
  target: number
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly #held: (() => void)[] = []
  #stalled = false

  private constructor(target: number) {
    this.target = target
    this.#server = createServer((client) => this.#join(client))
  }

  /** @param target the port of the server, on loopback */
  static async to(target: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(target)
    await once(proxy.#server.listen(0, '127.0.0.1'), 'listening')
    return proxy
  }

  /** Where clients connect, on loopback. */
  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** How many clients are connected. */
  get connections(): number {
    return this.#sockets.size / 2
  }

  /** Resets every connection, both ends. New ones are taken unless it `refuses`. */
  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy()
  }

  /** From now on nothing arrives, either way, until {@link resume}; connections stay and fill up. */
  stall(): void {
    this.#stalled = true
  }

  /** What was held arrives, in order. */
  resume(): void {
    this.#stalled = false
    for (const go of this.#held.splice(0)) go()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.resume()
    this.cut()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #join(client: Socket): void {
    if (this.refuses) {
      client.resetAndDestroy()
      return
    }
    const server = connect(this.target, '127.0.0.1')
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(socket)
      socket.setNoDelay(true)
      // What either end fails with, the other end is shown as a reset.
      socket.on('error', () => other.resetAndDestroy())
      socket.on('close', () => {
        this.#sockets.delete(socket)
        other.destroy()
      })
    }
    client.pipe(this.#passage('up')).pipe(server)
    server.pipe(this.#passage('down')).pipe(client)
  }

  /** Takes one chunk at a time, so that what is held holds back whoever sends. */
  #passage(direction: Direction): Transform {
    const pass = (chunk: Buffer, done: (error: null, chunk?: Buffer) => void): void => {
      if (this.#stalled) this.#held.push(() => pass(chunk, done))
      else if (this.sieve(chunk, direction)) done(null, chunk)
      else done(null)
    }
    return new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        if (this.delay === 0) pass(chunk, done)
        else setTimeout(pass, this.delay, chunk, done)
      },
    })
  }
}
