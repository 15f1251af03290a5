import { EventStreamError } from './errors.ts'
import type { ServerSentEvent } from './event.ts'
import { EventQueue } from './event-queue.ts'
import { assertParser, EventStreamParser } from './parser.ts'

/**
 * An {@link EventStreamParser} to pipe through: chunks in, events out.
 *
 * A chunk is parsed when it is written, and the write settles when all its events have been read, so that a slow reader
 * slows the source and never more than the events of one chunk wait. When the writable side is aborted or fails, by the
 * source or by an error of `parser.push`, the readable side delivers the events that it has, then the error. Cancelling
 * the readable side ends the writable side with the same reason, and with it the source of a pipe.
 *
 * It is a pair and not a `TransformStream`, because an errored one drops the events that it had queued.
 *
 * @example
 * ```ts
 * import { EventStreamDecoderStream } from '@eventwire/parser'
 *
 * const bytes = new Blob(['data: one\n\ndata: two\n\n']).stream()
 * for await (const { data } of bytes.pipeThrough(new EventStreamDecoderStream())) console.log(data) // 'one', 'two'
 * ```
 */
export class EventStreamDecoderStream implements ReadableWritablePair<ServerSentEvent, Uint8Array | string> {
  /** The events. Nothing is read ahead of the chunk in hand. */
  readonly readable: ReadableStream<ServerSentEvent>
  /** Where the chunks go: bytes, or strings. */
  readonly writable: WritableStream<Uint8Array | string>

  /**
   * @param parser To set options, and to ask for `lastEventId` and `reconnectionTime`. A new one by default.
   * @throws TypeError if `parser` is not an EventStreamParser.
   */
  constructor(parser: EventStreamParser = new EventStreamParser()) {
    assertParser(parser)
    let input: WritableStreamDefaultController | undefined
    const queue = new EventQueue((reason) => input?.error(reason))
    this.readable = new ReadableStream(queue, { highWaterMark: 0 })
    this.writable = new WritableStream({
      start(controller) {
        input = controller
        // Else abort() would wait for the write in hand, and so for the reader; as it does where there is no signal.
        controller.signal?.addEventListener('abort', () => queue.release())
      },
      async write(chunk) {
        try {
          queue.put(parser.push(chunk))
        } catch (error) {
          if (error instanceof EventStreamError) queue.put(error.events)
          queue.fail(error)
          throw error
        }
        await queue.drained()
      },
      close: () => queue.close(),
      abort: (reason) => queue.fail(reason),
    })
  }
}
