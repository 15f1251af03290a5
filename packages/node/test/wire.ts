import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { until } from './until.ts'

/** The text of a GET request. */
export function get(path = '/', ...headers: readonly string[]): string {
  return request('GET', path, ...headers)
}

/** The text of a request without a body. */
export function request(method: string, path: string, ...headers: readonly string[]): string {
  return [`${method} ${path} HTTP/1.1`, 'Host: test', ...headers, '', ''].join('\r\n')
}

/** A raw connection: sends bytes as they are and keeps what comes, latin1-decoded. */
export class Wire implements AsyncDisposable {
  readonly socket: Socket
  text = ''
  /** True once the other end is gone, one way or another. */
  closed = false

  static async to(port: number): Promise<Wire> {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    await once(socket, 'connect')
    return new Wire(socket)
  }

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (bytes) => (this.text += bytes.toString('latin1')))
    socket.on('end', () => (this.closed = true))
    socket.on('close', () => (this.closed = true))
    // A reset is an end like any other for these tests.
    socket.on('error', () => (this.closed = true))
  }

  send(text: string | Uint8Array): this {
    this.socket.write(typeof text === 'string' ? Buffer.from(text, 'latin1') : text)
    return this
  }

  /** Resolves with all text so far once it has this in it. */
  async received(part: string): Promise<string> {
    await until(`${JSON.stringify(part)} came, after ${JSON.stringify(this.text.slice(-500))}`, () =>
      this.text.includes(part),
    )
    return this.text
  }

  /** Resolves with all text once the other end has closed. */
  async ended(): Promise<string> {
    await until(`the server closed the connection, after ${JSON.stringify(this.text.slice(-500))}`, () => this.closed)
    return this.text
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.destroy()
  }
}

/** Sends one request on a connection of its own, and gives all that comes until the server closes it. */
export async function exchange(port: number, text: string | Uint8Array): Promise<string> {
  // Not `await using`: a fixture imports this file, and Node 22 cannot read that.
  const wire = await Wire.to(port)
  return await wire
    .send(text)
    .ended()
    .finally(() => wire.socket.destroy())
}
