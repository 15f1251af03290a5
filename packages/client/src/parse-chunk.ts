import { EventStreamError, type EventStreamParser, type ServerSentEvent } from '@eventwire/parser'
import { describe } from './describe.ts'
import { failed, type Failure } from './failure.ts'

/** The events of a chunk; and a failure if one of them is too large, since the server would send the same again. */
export function parseChunk(
  parser: EventStreamParser,
  chunk: Uint8Array,
): { readonly events: readonly ServerSentEvent[]; readonly failure?: Failure } {
  try {
    return { events: parser.push(chunk) }
  } catch (cause) {
    const isTooLarge = cause instanceof EventStreamError
    const code = isTooLarge ? 'event-too-large' : 'not-an-event-stream'
    const failure = failed(code, `The stream cannot be read: ${describe(cause)}`, false, { cause })
    return { events: isTooLarge ? cause.events : [], failure }
  }
}
