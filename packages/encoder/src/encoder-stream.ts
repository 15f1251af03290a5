import { encode } from './encode.ts'
import type { ServerSentEventInit } from './event.ts'

/**
 * Encodes events on their way through a stream: what is written to `writable` as events is read from `readable` as
 * bytes, each frame in a buffer of its own. A write is done once a reader has asked for its frame, so pressure goes back
 * to the source, and nothing waits inside.
 *
 * An event that `encode` refuses errors both ends with that `TypeError` or `RangeError`, after everything that was
 * written before it has reached the reader. Cancelling `readable` errors `writable`; aborting `writable` errors
 * `readable`; both with the reason given.
 *
 * @example
 * ```ts
 * // events: ReadableStream<ServerSentEventInit>
 * const body = events.pipeThrough(new EventStreamEncoderStream())
 * return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
 * ```
 */
export class EventStreamEncoderStream implements ReadableWritablePair<Uint8Array<ArrayBuffer>, ServerSentEventInit> {
  /** The frames, as bytes. */
  readonly readable: ReadableStream<Uint8Array<ArrayBuffer>>
  /** Takes the events. */
  readonly writable: WritableStream<ServerSentEventInit>

  constructor() {
    const utf8 = new TextEncoder()
    // A TransformStream drops what is queued when it errors. Nothing is here: its readable side has room for no chunk, so
    // an event is encoded only when a reader waits for it.
    const { readable, writable } = new TransformStream<ServerSentEventInit, Uint8Array<ArrayBuffer>>({
      transform(event, controller) {
        controller.enqueue(utf8.encode(encode(event)))
      },
    })
    this.readable = readable
    this.writable = writable
  }
}
