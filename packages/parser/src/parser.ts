import type { ServerSentEvent } from './event.ts'
import { lineReader, type LineReader } from './lines.ts'
import { resolveOptions, type ParserOptions } from './options.ts'
import { typeName } from './type-name.ts'
import { Utf8Decoder } from './utf8.ts'

/**
 * Bytes or text of one event stream in, its events out, as HTML §9.2.5 and §9.2.6 say. However the stream is cut into
 * chunks, the events are the same, and the work is linear in its length.
 *
 * One parser reads one response; after a reconnect make a new one, with the `lastEventId` of the old one. There is
 * nothing to end: what a stream leaves unfinished is dropped (§9.2.6), so forget the parser.
 *
 * One decision goes beyond the letter of the standard, as browsers do: the last event ID starts from
 * `options.lastEventId` and not empty, so that an event without an id, first after a reconnect, does not erase it.
 *
 * @example
 * ```ts
 * import { EventStreamParser } from '@eventwire/parser'
 *
 * const parser = new EventStreamParser()
 * console.log(parser.push('id: 7\ndata: hel')) // []
 * console.log(parser.push('lo\n\n')) // [{ type: 'message', data: 'hello', lastEventId: '7' }]
 * console.log(parser.lastEventId) // '7'
 * ```
 */
export class EventStreamParser {
  readonly #lines: LineReader
  readonly #utf8 = new Utf8Decoder()
  #closed = false

  /**
   * @throws TypeError if `lastEventId` or `onComment` is not what {@link ParserOptions} says.
   * @throws RangeError if `maxEventBytes` is not an integer of at least 1.
   */
  constructor(options: ParserOptions = {}) {
    this.#lines = lineReader(resolveOptions(options))
  }

  /**
   * The last event ID string of HTML §9.2.6, to send as `Last-Event-ID` with the next request. It moves at the empty
   * line that ends a block, also of a block without data, and so never by a block that was broken off.
   */
  get lastEventId(): string {
    return this.#lines.lastEventId
  }

  /**
   * Milliseconds to wait before a reconnect, as the stream's last valid `retry` line says; `undefined` if there was
   * none. It moves at that line, not at the end of the block. The number is what the digits say, however large (past
   * about 10^308 `Infinity`): clamp it before you give it to a timer.
   */
  get reconnectionTime(): number | undefined {
    return this.#lines.reconnectionTime
  }

  /**
   * Takes the next chunk of the stream, of any size, cut anywhere, and returns the events that it completes, in order.
   * The chunk is not kept: its memory may be used again.
   *
   * One BOM at the very start is removed (§9.2.5). Bytes and strings may be mixed: a string ends a character that the
   * bytes before it broke off, which becomes U+FFFD.
   *
   * @throws EventStreamError 'event-too-large' if an event takes more than `maxEventBytes`. It holds the events that
   * this chunk had completed, and the parser is closed.
   * @throws TypeError if `chunk` is neither a Uint8Array nor a string, or if the parser is closed: by an error of an
   * earlier `push`, or because `onComment` calls `push`.
   */
  push(chunk: Uint8Array | string): ServerSentEvent[] {
    const isText = typeof chunk === 'string'
    if (!isText && !(chunk instanceof Uint8Array) && typeName(chunk) !== 'Uint8Array') {
      throw new TypeError(`chunk must be a Uint8Array or a string, got ${typeName(chunk)}`)
    }
    if (this.#closed) {
      throw new TypeError('push on a closed parser: an earlier push threw, or has not returned')
    }
    // Stays so if anything below throws.
    this.#closed = true
    const text = isText ? this.#utf8.flush() + chunk : this.#utf8.decode(chunk, this.#lines.room)
    this.#lines.read(text)
    this.#closed = false
    const events = this.#lines.events ?? []
    this.#lines.events = undefined
    return events
  }
}

/** @throws TypeError if `parser` is not an {@link EventStreamParser}. */
export function assertParser(parser: EventStreamParser): void {
  if (parser instanceof EventStreamParser) return
  throw new TypeError(`parser must be an EventStreamParser, got ${typeName(parser)}`)
}
