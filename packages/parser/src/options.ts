import { typeName } from './type-name.ts'

/**
 * Where an `EventStreamParser` begins, and what it puts up with.
 *
 * @example
 * ```ts
 * import { EventStreamParser, type ParserOptions } from '@eventwire/parser'
 *
 * const options: ParserOptions = { lastEventId: '41', maxEventBytes: 65_536, onComment: (text) => console.log(text) }
 * const parser = new EventStreamParser(options)
 * console.log(parser.push(': still here\ndata: hello\n\n')) // [{ type: 'message', data: 'hello', lastEventId: '41' }]
 * ```
 */
export interface ParserOptions {
  /**
   * The last event ID in force before the stream, as after a reconnect: events carry it until the stream sets another.
   * Without NUL, CR and LF, which no id can hold.
   * @default ''
   */
  lastEventId?: string | undefined
  /**
   * Bytes that one event may take before `EventStreamError` 'event-too-large'; an integer, at least 1. What counts is
   * the values of the `data`, `event`, `id` and `retry` lines since the last empty line, and one more for each `data`
   * line after the first, in UTF-8, also of strings (a byte that is none counts as its U+FFFD, 3). A line that has not
   * ended counts once it is 8 characters long.
   * @default 16 MiB
   */
  maxEventBytes?: number | undefined
  /**
   * Called with the text of each comment, less one leading space, when its line ends: from within `push`, before that
   * returns. A comment of more than `maxEventBytes` UTF-16 units is left out, and without this option none is ever kept
   * in memory. If it throws, `push` throws the same, what that push had completed is lost, and the parser is closed.
   */
  onComment?: ((text: string) => void) | undefined
}

/** The options with every default in place. */
export interface ResolvedOptions {
  readonly lastEventId: string
  readonly maxEventBytes: number
  readonly onComment: ((text: string) => void) | undefined
}

/** @throws TypeError or RangeError, naming the option and what was given. */
export function resolveOptions(options: ParserOptions): ResolvedOptions {
  const { lastEventId = '', maxEventBytes = 16 * 2 ** 20, onComment } = options
  // No id of a stream can hold these, nor can a header.
  if (typeof lastEventId !== 'string' || /[\0\r\n]/.test(lastEventId)) {
    throw new TypeError(`lastEventId must be a string without NUL, CR and LF, got ${JSON.stringify(lastEventId)}`)
  }
  if (!Number.isSafeInteger(maxEventBytes) || maxEventBytes < 1) {
    throw new RangeError(`maxEventBytes must be a positive safe integer, got ${String(maxEventBytes)}`)
  }
  if (onComment !== undefined && typeof onComment !== 'function') {
    throw new TypeError(`onComment must be a function, got ${typeName(onComment)}`)
  }
  return { lastEventId, maxEventBytes, onComment }
}
