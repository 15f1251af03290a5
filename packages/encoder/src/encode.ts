import { asText, frameOf } from './frame.ts'
import type { ServerSentEventInit } from './event.ts'

/**
 * Encodes one event as a frame of `text/event-stream`: a text that ends with an empty line and makes a reader see exactly
 * this event, whatever its fields hold (HTML §9.2.5). What no reader could see as it was meant is refused, never mended.
 *
 * Frames are independent of each other: concatenate them in any order, write them one by one.
 *
 * @throws TypeError if `event` is no object or sets nothing; if it has a property `event` but no `type`; if a field has
 *   the wrong type; if `type` holds CR or LF; if `id` could not come back in a header. The message names the field, the
 *   offending character and its index.
 * @throws RangeError if `retry` is not an integer from 0 to 2147483647.
 *
 * @example
 * ```ts
 * encode({ type: 'chat', id: '42', data: 'hello\nworld' })
 * // 'event: chat\nid: 42\ndata: hello\ndata: world\n\n'
 * ```
 */
export function encode(event: ServerSentEventInit): string {
  return frameOf(event, asText)
}
