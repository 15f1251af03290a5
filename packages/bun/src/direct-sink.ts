import { join, type BodySink, type BodySinkInit, type Framing, type SinkListener } from '@eventwire/server'
import { directStream, type DirectController } from './direct-stream.ts'

/** Bytes waiting for the client from which on `write` asks to wait; what waits is given to Bun in pieces of that size. */
const HIGH_WATER = 64 * 1024

/** A sink on Bun's direct stream: what is written goes to the socket, and waits here only while that takes no more. */
export class DirectSink implements BodySink {
  readonly framing: Framing | undefined = undefined
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>
  readonly #init: BodySinkInit
  #controller: DirectController | undefined
  #listener: SinkListener | undefined
  #waiting: Uint8Array[] = []
  /** Bytes of what waits here. */
  #bytes = 0
  /** Bytes that Bun has for a client that takes no more. It would go on taking, without bound. */
  #held = 0
  #closing = false
  #gone = false
  /** True once it ends by a cut after what waits. */
  #cutting = false
  /** True if it broke off. */
  #cut = false
  /** What is still sent, though the stream was cut. */
  #last: Uint8Array | undefined
  #resolve: () => void = nothing
  #reject: (reason: unknown) => void = nothing

  constructor(init: BodySinkInit) {
    this.#init = init
    this.stream = directStream({ pull: (controller) => this.#pull(controller), cancel: () => this.leave() })
  }

  get bufferedBytes(): number {
    return this.#bytes + this.#held
  }

  attach(listener: SinkListener): void {
    this.#listener = listener
    if (this.#gone) listener.gone()
  }

  write(bytes: Uint8Array): boolean {
    if (this.#gone || this.#closing) return true
    const controller = this.#held === 0 ? this.#controller : undefined
    if (controller && bytes.length <= HIGH_WATER) this.#hand(controller, bytes)
    else {
      this.#waiting.push(bytes)
      this.#bytes += bytes.length
      if (controller) this.#advance(controller)
    }
    return this.bufferedBytes < HIGH_WATER
  }

  close(): void {
    if (this.#gone) return
    this.#closing = true
    if (this.bufferedBytes === 0) this.leave()
  }

  abort(last?: Uint8Array): void {
    if (this.#gone) return
    if (last) {
      this.write(last)
      this.#cutting = true
      return this.#cutWhenSent()
    }
    // Bun sends a head with the first bytes and not before: without any, a client could not tell this from no server.
    if (!this.#controller) this.#last = this.#waiting[0]
    this.#cut = true
    this.#leave()
    if (this.#controller) this.#fail()
  }

  leave(): void {
    if (this.#gone) return
    // A response ends with the promise of `pull`; to who reads in JavaScript that says nothing.
    this.#controller?.end()
    this.#resolve()
    this.#leave()
  }

  #pull(controller: DirectController): Promise<void> {
    const over = new Promise<void>((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    this.#controller = controller
    if (this.#cut) {
      if (this.#last) controller.write(this.#last)
      this.#fail()
    } else if (this.#gone) {
      controller.end()
      this.#resolve()
    } else this.#advance(controller)
    return over
  }

  #hand(controller: DirectController, bytes: Uint8Array): void {
    const taken = controller.write(bytes)
    if (typeof taken === 'number') {
      // Of a client that has left Bun tells here first, and then by cancel.
      if (taken === 0 && bytes.length > 0) this.leave()
      return
    }
    this.#held = bytes.length
    const advance = (): void => this.#advance(controller)
    taken.then(advance, advance)
  }

  /** Gives Bun what waits, as far as it goes on at once. */
  #advance(controller: DirectController): void {
    if (this.#gone) return
    const wasFull = this.bufferedBytes >= HIGH_WATER
    this.#held = 0
    while (this.#held === 0 && this.#waiting.length > 0) this.#hand(controller, this.#piece())
    if (this.#closing && this.bufferedBytes === 0) this.leave()
    else if (this.#cutting) this.#cutWhenSent()
    else if (wasFull && this.bufferedBytes < HIGH_WATER) this.#listener?.drain()
  }

  /**
   * The first of what waits: as many writes as are not more than a piece, or a part of one. How much Bun has sent of a write
   * it does not say, and a client that takes a large one slowly is not to look like one that takes nothing.
   */
  #piece(): Uint8Array {
    const [first] = this.#waiting
    if (first && first.length > HIGH_WATER) {
      this.#waiting[0] = first.subarray(HIGH_WATER)
      this.#bytes -= HIGH_WATER
      return first.subarray(0, HIGH_WATER)
    }
    let count = 0
    let length = 0
    for (const bytes of this.#waiting) {
      if (length + bytes.length > HIGH_WATER) break
      count += 1
      length += bytes.length
    }
    const pieces = this.#waiting.splice(0, count)
    this.#bytes -= length
    const [only] = pieces
    return count === 1 && only ? only : join(pieces, length)
  }

  #cutWhenSent(): void {
    if (!this.#controller || this.bufferedBytes > 0) return
    const cut = (): void => this.abort()
    Promise.resolve(this.#controller.flush(true)).then(cut, cut)
  }

  /** In a later turn: what was written in this one is sent at its end, and not if the stream has failed. */
  #fail(): void {
    const { clock, cutReason } = this.#init
    clock.turn(() => this.#reject(cutReason?.()))
  }

  #leave(): void {
    if (this.#gone) return
    this.#waiting = []
    this.#bytes = 0
    this.#held = 0
    this.#gone = true
    this.#listener?.gone()
  }
}

function nothing(): void {}
