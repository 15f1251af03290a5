import type { ServerSentEvent } from './event.ts'

/**
 * Why a stream could not be parsed any further. A closed set:
 * - `'event-too-large'`: one event takes more than `maxEventBytes`.
 */
export type EventStreamErrorCode = 'event-too-large'

/**
 * The stream misbehaved. (What the caller does wrong is a `TypeError` or a `RangeError` instead.)
 *
 * @example
 * ```ts
 * import { EventStreamError, EventStreamParser } from '@eventwire/parser'
 *
 * const parser = new EventStreamParser({ maxEventBytes: 4 })
 * try {
 *   parser.push('data: fits\n\ndata: too long\n\n')
 * } catch (error) {
 *   if (!(error instanceof EventStreamError)) throw error
 *   console.log(error.code, error.events) // 'event-too-large' [{ type: 'message', data: 'fits', … }]
 * }
 * ```
 */
export class EventStreamError extends Error {
  /** Why, for programs; `message` says it for people. */
  readonly code: EventStreamErrorCode
  /** The events that the failed `push` had completed before it met the error, in order. Nobody else returns them. */
  readonly events: readonly ServerSentEvent[]

  /** @param events What was complete before the error. */
  constructor(code: EventStreamErrorCode, message: string, events: readonly ServerSentEvent[]) {
    super(message)
    this.name = 'EventStreamError'
    this.code = code
    this.events = events
  }
}
