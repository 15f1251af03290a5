export { Hub } from './hub.ts'
export type { SlowPolicy, SubscribeOptions, SubscriptionStart } from './subscribe-options.ts'
export type { EntryFilter, EntryKey } from './selection.ts'
export type { Subscription } from './subscription.ts'
export type { HubOptions } from './hub-options.ts'
export { Channel, type ChannelEvent, type PublishOptions } from './channel.ts'
export type { InputOf, SchemaIssue, SchemaResult, StandardSchema } from './standard-schema.ts'
export { InvalidDataError } from './invalid-data-error.ts'
export type { RunOptions, RunSource } from './run.ts'
export type { Observer } from './observer.ts'
export type { Channels } from './selection.ts'
export type { Resume, Snapshot, SnapshotRequest, SnapshotState } from './snapshot.ts'
export { Session, type SessionInit } from './session.ts'
export type { HeartbeatEvent, ResolvedSessionOptions, SessionOptions } from './session-options.ts'
export type { PipeOptions, PipeSource } from './pipe.ts'
export type { Sent } from './transport.ts'
export { GoneError, type GoneReason } from './gone.ts'
export { openSession } from './open-session.ts'
export type { Opened } from './opened.ts'
export type { Handler, OpenSession } from './handler.ts'
export type { ServeOptions } from './serve-options.ts'
export type { EventServer, Listening } from './event-server.ts'
export { Application } from './application.ts'
export type { Exchange } from './exchange.ts'
export { internalServerError } from './answer.ts'
export { openStream, type StreamPlatform } from './open-stream.ts'
export type { BodySink, BodySinkInit } from './body-sink.ts'
export { join } from './segment.ts'
export { CutError } from './cut-error.ts'
export { resolveSessionOptions, type DoorOptions } from './door-options.ts'
export type { Cors } from './cors.ts'
export { SessionLimits, type Seat, type SessionLimitsOptions } from './session-limits.ts'
export { admit, type Admission } from './admission.ts'
export type { Grant } from './grant.ts'
export type { RequestLine } from './negotiation.ts'
export { eventStreamHeaders } from './head.ts'
export { requestLastEventId } from './last-event-id.ts'
export { chunked } from './batch.ts'
export type { Framing, Sink, SinkListener } from './sink.ts'
export { reportFailure } from './report.ts'
export { systemClock, type Clock } from './clock.ts'
export { Hubs, type HubsOptions } from './hubs.ts'
export { MemoryLogs, type LogStore, type MemoryLogsOptions } from './log-store.ts'
export { MemoryLog, type MemoryLogOptions } from './memory-log.ts'
export type {
  Entries,
  Entry,
  EntryInit,
  EntryLabel,
  EventLog,
  Gap,
  GapReason,
  GapVerdict,
  LogCapabilities,
  Mark,
  Page,
  Position,
  ReadOptions,
  Start,
} from './event-log.ts'

// For logs: what every implementation of EventLog needs.
export { followLog, type FollowedLog } from './follow.ts'
export { Sleepers } from './sleepers.ts'
export { checkEntrySize, entrySize } from './entry-size.ts'
export { randomEpoch } from './epoch.ts'
export { epochMark, gapVerdict, judgePosition, type Extent } from './verdict.ts'
export { LogError, type LogErrorCode } from './log-error.ts'
export { wholeNumber } from './limits.ts'
