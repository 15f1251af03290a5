import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server } from 'node:net'

/** A proxy before a server that cuts its first connection after some bytes of the answer, and no later one. */
export class CuttingProxy implements AsyncDisposable {
  readonly port: number
  /** Connections so far. */
  connections = 0
  readonly #server: Server

  static async before(port: number, bytes: number): Promise<CuttingProxy> {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new CuttingProxy(server, port, bytes)
  }

  private constructor(server: Server, port: number, bytes: number) {
    this.#server = server
    this.port = (server.address() as AddressInfo).port
    server.on('connection', (client) => {
      this.connections += 1
      let left = this.connections === 1 ? bytes : Infinity
      const upstream = connect(port, '127.0.0.1')
      const drop = (): void => {
        client.destroy()
        upstream.destroy()
      }
      for (const socket of [client, upstream]) socket.on('close', drop).on('error', drop)
      client.pipe(upstream)
      upstream.on('data', (chunk) => {
        const passed = chunk.subarray(0, left)
        left -= passed.length
        // Destroyed in the callback, when the bytes are on their way.
        client.write(passed, () => left === 0 && drop())
      })
      if (left === 0) drop()
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close()
  }
}
