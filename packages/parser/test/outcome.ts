import { EventStreamError, EventStreamParser, type ParserOptions, type ServerSentEvent } from '../src/index.ts'

/** All that can be seen of one stream. */
export interface Outcome {
  readonly events: readonly ServerSentEvent[]
  readonly lastEventId: string
  readonly reconnectionTime: number | undefined
  readonly comments: readonly string[]
  /** The code of the error that ended it, if one did. */
  readonly error: string | undefined
}

/** What becomes of a stream that comes in these chunks. */
export function outcomeOf(
  chunks: Iterable<Uint8Array | string>,
  options: Omit<ParserOptions, 'onComment'> = {},
): Outcome {
  const comments: string[] = []
  const outcome = outcomeUnheard(chunks, { ...options, onComment: (text) => void comments.push(text) })
  return { ...outcome, comments }
}

/** The same where nobody listens to the comments, unless `options` says so. */
export function outcomeUnheard(
  chunks: Iterable<Uint8Array | string>,
  options: ParserOptions = {},
): Omit<Outcome, 'comments'> {
  const parser = new EventStreamParser(options)
  const events: ServerSentEvent[] = []
  let code: string | undefined
  for (const chunk of chunks) {
    try {
      events.push(...parser.push(chunk))
    } catch (error) {
      if (!(error instanceof EventStreamError)) throw error
      events.push(...error.events)
      code = error.code
      break
    }
  }
  return { events, lastEventId: parser.lastEventId, reconnectionTime: parser.reconnectionTime, error: code }
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** `whole` cut before each of the positions, which may repeat (an empty chunk) and come in any order. */
export function cutAt<T extends Uint8Array | string>(whole: T, positions: readonly number[]): T[] {
  const cuts = [0, ...positions.toSorted((a, b) => a - b), whole.length]
  // Both kinds of chunk have the slice that is meant; TypeScript does not see that it returns the same kind.
  return cuts.slice(1).map((end, index) => whole.slice(cuts[index], end) as T)
}
