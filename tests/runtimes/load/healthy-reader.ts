import { once } from 'node:events'
import { get, type ClientRequest, type IncomingMessage } from 'node:http'

/** A client that reads all the time, and compares every byte with what it is to get next. */
export class HealthyReader {
  readonly #request: ClientRequest
  #expected: Buffer
  #offset = 0
  #settle: { resolve: () => void; reject: (error: Error) => void } | undefined
  #failure: Error | undefined

  /** Resolves once it has got what a stream begins with. */
  static async open(port: number, beginning: string): Promise<HealthyReader> {
    const request = get({ port, host: '127.0.0.1', agent: false })
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    const reader = new HealthyReader(request, response)
    await reader.gets(Buffer.from(beginning))
    return reader
  }

  private constructor(request: ClientRequest, response: IncomingMessage) {
    this.#request = request
    this.#expected = Buffer.alloc(0)
    response.on('data', (bytes: Buffer) => this.#take(bytes))
    response.on('error', (error) => this.#fail(error))
    response.on('end', () => this.#fail(new Error('The stream has ended')))
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
    this.#request.destroy()
  }

  #take(bytes: Buffer): void {
    const end = this.#offset + bytes.length
    if (!bytes.equals(this.#expected.subarray(this.#offset, end))) {
      return this.#fail(new Error(`Got ${JSON.stringify(bytes.toString('latin1', 0, 200))} in the place of another`))
    }
    this.#offset = end
    if (end === this.#expected.length) this.#settle?.resolve()
  }

  #fail(error: Error): void {
    this.#failure ??= error
    this.#settle?.reject(error)
  }
}
