import { connect, type Socket } from 'node:net'

/** Bytes that are read at once. */
const READ = 256 * 1024

/** A client that reads all the time, and compares every byte with what it is to get next. */
export class HealthyReader {
  readonly #socket: Socket
  #expected: Buffer = Buffer.alloc(0)
  #offset = 0
  #hasHead = false
  #settle: { resolve: () => void; reject: (error: Error) => void } | undefined
  #failure: Error | undefined

  /** Resolves once it has got what a stream begins with. */
  static async open(port: number, beginning: string): Promise<HealthyReader> {
    const reader = new HealthyReader(port)
    await reader.gets(Buffer.from(beginning))
    return reader
  }

  private constructor(port: number) {
    // One buffer for all that is read: to collect gigabytes of them takes longer than to read.
    const buffer = Buffer.alloc(READ)
    const callback = (length: number): boolean => {
      this.#take(buffer.subarray(0, length))
      return true
    }
    this.#socket = connect({ port, host: '127.0.0.1', onread: { buffer, callback } })
    this.#socket.on('error', (error) => this.#fail(error))
    this.#socket.on('end', () => this.#fail(new Error('The stream has ended')))
    // RFC 9112 §7.1: who asks by HTTP/1.0 gets no chunks, so that every byte after the head is one of the stream.
    this.#socket.write('GET / HTTP/1.0\r\nHost: test\r\n\r\n')
  }

  /** Resolves once it has got exactly this. To be called before it is sent. */
  gets(expected: Buffer): Promise<void> {
    this.#expected = expected
    this.#offset = 0
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject }
      if (this.#failure) reject(this.#failure)
    })
  }

  close(): void {
    this.#settle = undefined
    this.#socket.destroy()
  }

  #take(read: Buffer): void {
    const bytes = this.#hasHead ? read : this.#afterHead(read)
    const end = this.#offset + bytes.length
    if (!bytes.equals(this.#expected.subarray(this.#offset, end))) {
      return this.#fail(new Error(`Got ${JSON.stringify(bytes.toString('latin1', 0, 200))} in the place of another`))
    }
    this.#offset = end
    if (end === this.#expected.length) this.#settle?.resolve()
  }

  /** The heads of these servers come in one piece. */
  #afterHead(read: Buffer): Buffer {
    const end = read.indexOf('\r\n\r\n')
    if (end < 0) this.#fail(new Error(`Got ${JSON.stringify(read.toString('latin1', 0, 200))} for a head`))
    this.#hasHead = true
    return read.subarray(end + 4)
  }

  #fail(error: Error): void {
    this.#failure ??= error
    this.#settle?.reject(error)
  }
}
