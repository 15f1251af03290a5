import type { ParsedStream } from './reference.ts'
import type { Awaitable, Supports } from './suite.ts'

/** A parser of event streams, for `parserSuite`. */
export interface ParserSubject extends Supports {
  /**
   * Gives the chunks to a new parser, one after the other, and says what came out: every event in order, and what is in
   * force at the end. It throws or rejects if an event took more than `maxEventBytes`.
   */
  parse(
    chunks: readonly Uint8Array[],
    options: { readonly lastEventId?: string; readonly maxEventBytes?: number },
  ): Awaitable<ParsedStream>
}
