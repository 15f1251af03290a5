import type { ServerSentEvent } from '@eventwire/parser'
import type { SchemaIssue } from './standard-schema.ts'

/**
 * Why an event is not what its schema says. A closed set:
 * - `'not-json'`: the data cannot be parsed as JSON.
 * - `'invalid-data'`: the data is JSON, and the schema has issues with it.
 */
export type InvalidEventErrorCode = 'not-json' | 'invalid-data'

/**
 * The server sent an event whose data is not what its schema says. The message names the event's type, its id and the
 * first issue.
 *
 * @example
 * ```ts
 * try {
 *   for await (const event of connect(url, { events: jsonEvents({ price }) })) render(event)
 * } catch (error) {
 *   if (!(error instanceof InvalidEventError)) throw error
 *   console.error(error.code, error.event.data, error.issues)
 * }
 * ```
 */
export class InvalidEventError extends Error {
  /** Why, for programs; `message` says it for people. */
  readonly code: InvalidEventErrorCode
  /** The event as it came. */
  readonly event: ServerSentEvent
  /** What the schema says is wrong; empty for `'not-json'`. */
  readonly issues: readonly SchemaIssue[]

  /** @param cause What the parser of JSON threw. */
  constructor(code: InvalidEventErrorCode, event: ServerSentEvent, issues: readonly SchemaIssue[], cause?: unknown) {
    const what = issues[0] ? describeIssue(issues[0]) : String(cause)
    super(`Event of type ${JSON.stringify(event.type)}, id ${JSON.stringify(event.lastEventId)}: ${what}`, { cause })
    this.name = 'InvalidEventError'
    this.code = code
    this.event = event
    this.issues = issues
  }
}

function describeIssue({ message, path = [] }: SchemaIssue): string {
  const keys = path.map((part) => String(typeof part === 'object' ? part.key : part))
  return `${['data', ...keys].join('.')}: ${message}`
}
