export { connect } from './connect.ts'
export type { Connection } from './connection.ts'
export type { ConnectOptions, EventDecoder, Fetch, RetryPolicy, Timeouts } from './options.ts'
export {
  EventSource,
  type EventSourceErrorEvent,
  type EventSourceEventMap,
  type EventSourceHandler,
} from './event-source.ts'
export type { EventSourceHeaders, EventSourceInit } from './event-source-init.ts'
export type { Attempt, AttemptInit } from './request.ts'
export type { CursorIn } from './last-event-id.ts'
export { memoryCursor, storageCursor, type CursorStorage, type CursorStore } from './cursor.ts'
export {
  jsonEvents,
  type EventOf,
  type EventSchemas,
  type Gap,
  type GapEvent,
  type JsonEventsOptions,
  type OtherEvent,
  type TypedEvent,
} from './json-events.ts'
export type { OutputOf, SchemaIssue, StandardResult, StandardSchema } from './standard-schema.ts'
export type { ConnectionState } from './reconnection.ts'
export type { StateChange } from './state-change.ts'
export type { Clock } from './clock.ts'
export type { Page } from './page.ts'
export { ConnectError, type ConnectErrorCode, type ConnectErrorDetails } from './errors.ts'
export { InvalidEventError, type InvalidEventErrorCode } from './invalid-event-error.ts'
export type { ServerSentEvent } from '@eventwire/parser'
