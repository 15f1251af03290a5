import type { ServerSentEventInit } from '@eventwire/encoder'
import type { Channels } from './selection.ts'
import type { Gap, Position } from './event-log.ts'
import type { Session } from './session.ts'

/** How a subscription begins: at a place the client did not name, exactly where it left, or after a gap. */
export type Resume = { readonly kind: 'fresh' } | { readonly kind: 'complete' } | Gap

export interface SnapshotRequest {
  readonly session: Session<unknown>
  readonly channels: Channels
  /** Why a snapshot is needed: the client is new, or there is a gap. */
  readonly resume: Exclude<Resume, { kind: 'complete' }>
}

/** The application's state as events. */
export interface SnapshotState {
  /** The hub's position that the state includes everything up to: ask `hub.head()` before you read the state. */
  readonly asOf: Position
  /** Events without ids, so that a client that is cut among them begins again. */
  readonly events: Iterable<ServerSentEventInit> | AsyncIterable<ServerSentEventInit>
}

/** Gives the state that a client starts from when there is no exact way from where it was. */
export type Snapshot = (request: SnapshotRequest) => SnapshotState | Promise<SnapshotState>
