import { join } from './segment.ts'
import type { Framing, Sink, SinkListener } from './sink.ts'

/** Bytes waiting for the consumer from which on `write` asks to wait. */
const HIGH_WATER = 64 * 1024

/** The portable sink: a `ReadableStream` that hands over what waits, joined, when its consumer pulls (Streams §4.2). */
export class StreamSink implements Sink {
  readonly framing: Framing = 'none'
  /** The body of the response. A default stream: a byte stream would detach the shared bytes. */
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>
  #controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined
  #listener: SinkListener | undefined
  #waiting: Uint8Array[] = []
  #bytes = 0
  #isRead = false
  #wanted = false
  #closing = false
  #cutting = false
  #gone = false

  constructor() {
    this.stream = new ReadableStream(
      {
        start: (controller) => {
          this.#controller = controller
        },
        pull: () => this.#pull(),
        cancel: () => this.#leave(),
      },
      // Nothing is pulled before it is wanted, so that what waits is counted here and nowhere else.
      { highWaterMark: 0 },
    )
  }

  /** Whether its consumer has asked for anything. */
  get isRead(): boolean {
    return this.#isRead
  }

  get bufferedBytes(): number {
    return this.#bytes
  }

  attach(listener: SinkListener): void {
    this.#listener = listener
    if (this.#gone) listener.gone()
  }

  write(bytes: Uint8Array): boolean {
    if (this.#gone || this.#closing) return true
    this.#waiting.push(bytes)
    this.#bytes += bytes.length
    if (this.#wanted) this.#hand()
    return this.#bytes < HIGH_WATER
  }

  close(): void {
    if (this.#gone) return
    this.#closing = true
    if (this.#bytes === 0) this.#finish()
  }

  abort(last?: Uint8Array): void {
    if (this.#gone) return
    if (last) {
      this.write(last)
      this.#cutting = true
      return
    }
    this.#controller?.error(new Error('The event stream was cut'))
    this.#leave()
  }

  #pull(): void {
    this.#isRead = true
    // Who asks for more has taken the last of it, which to fail the stream any earlier might drop (Streams §4.5).
    if (this.#cutting && this.#bytes === 0) return this.abort()
    this.#wanted = true
    if (this.#bytes > 0) this.#hand()
  }

  #hand(): void {
    const [only] = this.#waiting
    const bytes = this.#waiting.length === 1 && only ? only : join(this.#waiting, this.#bytes)
    const wasFull = this.#bytes >= HIGH_WATER
    this.#wanted = false
    this.#waiting = []
    this.#bytes = 0
    this.#controller?.enqueue(bytes as Uint8Array<ArrayBuffer>)
    if (this.#closing) this.#finish()
    else if (wasFull) this.#listener?.drain()
  }

  #finish(): void {
    this.#controller?.close()
    this.#leave()
  }

  #leave(): void {
    this.#waiting = []
    this.#bytes = 0
    this.#gone = true
    this.#listener?.gone()
  }
}
