import { once } from 'node:events'
import { connect } from 'node:net'
import { until } from './until.js'

/** A raw connection: sends bytes as they are and keeps what comes. */
export class Wire {
  text = ''
  /** True once the other end is gone, one way or another. */
  isOver = false

  /** @param {number} port */
  static async to(port) {
    const socket = connect({ port, host: '127.0.0.1' })
    await once(socket, 'connect')
    return new Wire(socket)
  }

  /** @param {import('node:net').Socket} socket */
  constructor(socket) {
    this.socket = socket
    socket.on('data', (bytes) => (this.text += bytes.toString('latin1')))
    // A reset is an end like any other for these checks.
    for (const event of ['end', 'close', 'error']) socket.on(event, () => (this.isOver = true))
  }

  /** Sends a request without a body. */
  ask(method, path = '/', ...headers) {
    this.socket.write([`${method} ${path} HTTP/1.1`, 'Host: test', ...headers, '', ''].join('\r\n'))
    return this
  }

  /** Resolves with all text so far once it has this in it. */
  async received(part) {
    await until(
      () => this.text.includes(part),
      () => `${JSON.stringify(part)} came, after ${this.tail}`,
    )
    return this.text
  }

  /** Resolves with all text once the other end has closed. */
  async ended() {
    await until(
      () => this.isOver,
      () => `the server closed the connection, after ${this.tail}`,
    )
    return this.text
  }

  get tail() {
    return JSON.stringify(this.text.slice(-500))
  }
}

/** Whether a response is whole, by what it says of its length itself (RFC 9112 §6.3). */
export function isWhole(text) {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const length = /^content-length: (\d+)$/im.exec(head)?.[1]
  // Bun says a length if the stream has ended before its first byte was sent.
  return length === undefined ? text.endsWith('\r\n0\r\n\r\n') : rest.join('\r\n\r\n').length === Number(length)
}
