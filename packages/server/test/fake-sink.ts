import { EventStreamParser, type ServerSentEvent } from '@eventwire/parser'
import type { Framing, Sink, SinkListener } from '../src/index.ts'

export interface FakeSinkOptions {
  readonly framing?: Framing | undefined
  /** Bytes waiting from which on `write` asks to wait. */
  readonly highWater?: number
}

/** A sink whose client reads, or stalls, when a test says so. It notes what a sink must not be asked to do. */
export class FakeSink implements Sink {
  readonly framing: Framing | undefined
  /** The very arrays that were written. */
  readonly writes: Uint8Array[] = []
  /** What it must not be asked to do, and was. */
  readonly faults: string[] = []
  /** What the sink tells of bytes that it has no number for; a test sets it. */
  progress: number | undefined
  /** Bytes that it cannot count, such as in a middleware that compresses; a test sets it. */
  uncounted = 0
  readonly #highWater: number
  #listener: SinkListener | undefined
  #received: Uint8Array[] = []
  #waiting: Uint8Array[] = []
  #full = false
  #stalled = false
  #closing = false
  #gone = false

  constructor({ framing, highWater = 1_000 }: FakeSinkOptions = {}) {
    this.framing = framing
    this.#highWater = highWater
  }

  get bufferedBytes(): number {
    return this.#waiting.reduce((sum, { length }) => sum + length, 0) - this.uncounted
  }

  get isGone(): boolean {
    return this.#gone
  }

  /** What the client has, byte for byte. */
  get received(): Uint8Array {
    return Buffer.concat(this.#received)
  }

  /** What the client has, as text. */
  get text(): string {
    return new TextDecoder().decode(this.received)
  }

  /** What a client makes of what it has. */
  get events(): ServerSentEvent[] {
    return new EventStreamParser().push(this.received)
  }

  attach(listener: SinkListener): void {
    if (this.#listener) this.faults.push('attached twice')
    this.#listener = listener
    if (this.#gone) listener.gone()
  }

  write(bytes: Uint8Array): boolean {
    if (this.#closing || this.#gone) this.faults.push('written after the end')
    if (this.#full) this.faults.push('written while full')
    if (bytes.length === 0) this.faults.push('nothing written')
    this.writes.push(bytes)
    this.#waiting.push(bytes)
    if (!this.#stalled) this.#hand()
    this.#full = this.bufferedBytes >= this.#highWater
    return !this.#full
  }

  close(): void {
    if (this.#closing || this.#gone) this.faults.push('closed after the end')
    this.#closing = true
    if (this.bufferedBytes === 0) this.leave()
  }

  abort(last?: Uint8Array): void {
    if (this.#gone) this.faults.push('aborted after the end')
    if (!last) return this.leave()
    this.writes.push(last)
    this.#waiting.push(last)
    if (!this.#stalled) this.#hand()
    this.close()
  }

  /** The client reads no more. */
  stall(): void {
    this.#stalled = true
  }

  /** The client reads what waits, and on. */
  read(): void {
    this.#stalled = false
    this.#flush()
  }

  /** The client reads what waits, and then no more. */
  readOnce(): void {
    this.#flush()
  }

  /** The client reads one byte, and then no more. */
  readByte(): void {
    const [first, ...rest] = this.#waiting
    if (!first) return
    this.#received.push(first.subarray(0, 1))
    this.#waiting = [first.subarray(1), ...rest].filter(({ length }) => length > 0)
  }

  /** The connection is gone; what waits is lost. */
  leave(): void {
    if (this.#gone) return
    this.#waiting = []
    this.#gone = true
    this.#listener?.gone()
  }

  #flush(): void {
    this.#hand()
    if (this.#closing) return this.leave()
    if (!this.#full) return
    this.#full = false
    this.#listener?.drain()
  }

  #hand(): void {
    this.#received.push(...this.#waiting)
    this.#waiting = []
  }
}
