import { EventStreamError } from './errors.ts'
import type { ServerSentEvent } from './event.ts'
import { assertParser, EventStreamParser } from './parser.ts'
import { openSource, type ChunkReader, type EventStreamSource } from './source.ts'

/**
 * The events of `source`, read chunk by chunk and only while somebody asks for the next event.
 *
 * The source is taken at the call: a stream is locked until the events end. Leaving the loop, `return()` and `throw()`
 * cancel the source at once, also while it is quiet and a `next()` waits, which is then done; they settle when the
 * source has been cancelled. (An async generator can only end at its next `yield`; `return()` waits for that.)
 *
 * What the source throws, and what `parser.push` throws, arrives after all events that were complete before it; in the
 * latter case the source is cancelled. Several `next()` may wait at a time and are answered in order.
 *
 * @param source A Response (whose status and type are not looked at), a stream of bytes, or anything that yields chunks.
 * @param parser To set options, and to ask for `lastEventId` and `reconnectionTime`. A new one by default.
 * @throws TypeError if `source` is none of these or is being read already, or if `parser` is not an EventStreamParser.
 *
 * @example
 * ```ts
 * import { parseEventStream } from '@eventwire/parser'
 *
 * const response = new Response('data: one\n\ndata: two\n\n')
 * for await (const { data } of parseEventStream(response)) console.log(data) // 'one', 'two'
 * ```
 */
export function parseEventStream(
  source: EventStreamSource,
  parser: EventStreamParser = new EventStreamParser(),
): AsyncIterableIterator<ServerSentEvent, undefined> {
  assertParser(parser)
  return new EventIterator(openSource(source), parser)
}

type Result = IteratorResult<ServerSentEvent, undefined>

/** A `next()` that waits. */
interface Waiter {
  resolve(result: Result): void
  reject(reason: unknown): void
}

/**
 * Written by hand, since a generator's `return()` waits for its pending `next()` and so could not cancel a quiet source.
 */
class EventIterator implements AsyncIterableIterator<ServerSentEvent, undefined> {
  readonly #source: ChunkReader
  readonly #parser: EventStreamParser
  /** The events of the last chunk, of which those before `#index` are delivered. */
  #events: readonly ServerSentEvent[] = []
  #index = 0
  /** The `next()`s that wait, in order; while there are any, the source is being read. */
  #waiters: Waiter[] = []
  /** Nothing comes from the source any more. */
  #ended = false
  /** Thrown once, after the events. */
  #failure: { readonly reason: unknown } | undefined

  constructor(source: ChunkReader, parser: EventStreamParser) {
    this.#source = source
    this.#parser = parser
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<Result> {
    // Mostly there is one, and nobody before: that takes one promise, and nothing else.
    const event = this.#events[this.#index]
    if (event !== undefined && this.#waiters.length === 0) {
      this.#index += 1
      return Promise.resolve({ done: false, value: event })
    }
    return new Promise((resolve, reject) => {
      const waiter = { resolve, reject }
      if (this.#answer(waiter)) return
      if (this.#waiters.push(waiter) === 1) this.#read()
    })
  }

  async return(): Promise<Result> {
    await this.#leave(undefined)
    return { done: true, value: undefined }
  }

  async throw(reason?: unknown): Promise<Result> {
    // As in a generator, what was thrown in comes out again, however the cancelling went.
    await Promise.allSettled([this.#leave(reason)])
    throw reason
  }

  #answer({ resolve, reject }: Waiter): boolean {
    const event = this.#events[this.#index]
    if (event !== undefined) {
      this.#index += 1
      resolve({ done: false, value: event })
      return true
    }
    if (!this.#ended) return false
    const failure = this.#failure
    this.#failure = undefined
    if (failure === undefined) resolve({ done: true, value: undefined })
    else reject(failure.reason)
    return true
  }

  /** Reads, and again as long as somebody waits. By callbacks: an async function would make promises of its own. */
  #read(): void {
    this.#source.read().then(this.#received, this.#failed)
  }

  readonly #received = ({ done, value }: IteratorResult<Uint8Array | string, unknown>): void => {
    // While this read waited, return() or throw() has left.
    if (this.#ended) return
    if (done === true) this.#finish()
    else this.#parse(value)
    this.#settle()
    if (this.#waiters.length > 0) this.#read()
  }

  readonly #failed = (reason: unknown): void => {
    if (this.#ended) return
    this.#finish({ reason })
    this.#settle()
  }

  #parse(chunk: Uint8Array | string): void {
    this.#index = 0
    try {
      this.#events = this.#parser.push(chunk)
    } catch (reason) {
      this.#events = reason instanceof EventStreamError ? reason.events : []
      this.#failure = { reason }
      this.#ended = true
      // What the consumer gets is the reason: how the cancelling goes would add nothing.
      void Promise.allSettled([this.#source.cancel(reason)])
    }
  }

  /** The source has come to its end, or failed. */
  #finish(failure?: { readonly reason: unknown }): void {
    this.#failure = failure
    this.#ended = true
    this.#source.release()
  }

  /** The consumer goes. */
  async #leave(reason: unknown): Promise<void> {
    const open = !this.#ended
    this.#ended = true
    this.#failure = undefined
    this.#events = []
    this.#settle()
    if (open) await this.#source.cancel(reason)
  }

  /** Answers who waits, as far as there is an answer. */
  #settle(): void {
    for (let waiter = this.#waiters[0]; waiter !== undefined; waiter = this.#waiters[0]) {
      if (!this.#answer(waiter)) return
      this.#waiters.shift()
    }
  }
}
