import type { BodySink, BodySinkInit } from './body-sink.ts'
import { CutError } from './cut-error.ts'
import { join } from './segment.ts'
import type { Framing, SinkListener } from './sink.ts'
import { utf8 } from './utf8.ts'
import { utf8Length } from './utf8-length.ts'

/** Bytes waiting for the consumer from which on `write` asks to wait. */
const HIGH_WATER = 64 * 1024

/** The portable sink: a `ReadableStream` that hands over what waits, joined, when its consumer pulls (Streams §4.2). */
export class StreamSink implements BodySink {
  readonly framing: Framing | undefined = undefined
  /** The body of the response. A default stream: a byte stream would detach the shared bytes. */
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>
  #controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined
  #listener: SinkListener | undefined
  #waiting: Uint8Array[] = []
  /** Frames that wait behind those, to become bytes at once. */
  #text = ''
  /** Bytes of all that waits. */
  #bytes = 0
  #isRead = false
  #wanted = false
  #closing = false
  #gone = false
  #cut = false
  /** True once it ends by a cut after what waits. */
  #cutting = false
  /** What is still handed over, though the stream was cut. */
  #last: Uint8Array | undefined
  readonly #init: BodySinkInit

  constructor(init: BodySinkInit) {
    this.#init = init
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

  get bufferedBytes(): number {
    return this.#bytes
  }

  attach(listener: SinkListener): void {
    this.#listener = listener
    if (this.#gone) listener.gone()
  }

  write(bytes: Uint8Array): boolean {
    if (this.#gone || this.#closing) return true
    this.#settle()
    this.#waiting.push(bytes)
    this.#bytes += bytes.length
    if (this.#wanted) this.#hand()
    return this.#bytes < HIGH_WATER
  }

  send(text: string): boolean {
    // Of one that is cut before it is read the first frame alone is given.
    if (this.#wanted || !this.#isRead) return this.write(utf8(text))
    if (this.#gone || this.#closing) return true
    this.#text += text
    this.#bytes += utf8Length(text)
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
    // Bun sends a head with the first bytes and not before: without any, a client could not tell this from no server.
    if (!this.#isRead) this.#last = this.#waiting[0]
    this.#cut = true
    this.#leave()
    if (this.#isRead) this.#fail()
  }

  leave(): void {
    if (!this.#gone) this.#finish()
  }

  #pull(): void {
    if (this.#cut && !this.#isRead) {
      if (this.#last) this.#controller?.enqueue(this.#last as Uint8Array<ArrayBuffer>)
      this.#fail()
    }
    this.#isRead = true
    // Who asks for more has taken the last of it, which to fail the stream any earlier might drop (Streams §4.5).
    if (this.#cutting && this.#bytes === 0) return this.abort()
    this.#wanted = true
    if (this.#bytes > 0) this.#hand()
  }

  #settle(): void {
    if (this.#text === '') return
    this.#waiting.push(utf8(this.#text))
    this.#text = ''
  }

  #hand(): void {
    this.#settle()
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

  /** In a later turn than the first read: Bun sends nothing if the body fails in the turn in which it is first read. */
  #fail(): void {
    const { clock, cutReason } = this.#init
    clock.turn(() => this.#controller?.error(cutReason ? cutReason() : new CutError()))
  }

  #finish(): void {
    this.#controller?.close()
    this.#leave()
  }

  #leave(): void {
    if (this.#gone) return
    this.#waiting = []
    this.#text = ''
    this.#bytes = 0
    this.#gone = true
    this.#listener?.gone()
  }
}
