import type { Coder, Flushed } from './coders.ts'

/** What compresses the stream of one connection. */
export class Connection {
  /** Bytes that came out. */
  sent = 0
  readonly #stream: Flushed
  readonly #flush: number

  /**
   * @param keep Takes what comes out.
   * @throws Error if the runtime has no such coder
   */
  constructor(coder: Coder, keep: (bytes: Uint8Array) => void = () => undefined) {
    const stream = coder.create()
    if (!stream) throw new Error(`This runtime has no coder for ${coder.name}`)
    this.#stream = stream
    this.#flush = coder.flush
    stream.on('data', (bytes: Uint8Array) => {
      this.sent += bytes.length
      keep(bytes)
    })
  }

  /** Resolves once all of the event has come out. */
  send(event: Uint8Array): Promise<void> {
    this.#stream.write(event)
    return new Promise((resolve) => this.#stream.flush(this.#flush, resolve))
  }
}
