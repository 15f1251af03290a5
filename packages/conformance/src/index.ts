export { unsupportedReason, type Awaitable, type Check, type Suite, type Supports } from './suite.ts'
export { parseReference, type ParsedEvent, type ParsedStream } from './reference.ts'
export { canonical, type EventInit } from './canonical.ts'
export { parserVectors, type ParserVector } from './vectors.ts'
export { parserSuite } from './parser-suite.ts'
export type { ParserSubject } from './parser-subject.ts'
export { dispatchSuite, type DispatchSubject } from './dispatch-suite.ts'
export { encoderVectors, type CommentVector, type EncoderVector, type EventVector } from './encoder-vectors.ts'
export { encoderSuite, type EncoderSubject } from './encoder-suite.ts'
export { clientSuite } from './client-suite.ts'
export type { ClientConnection, ClientOptions, ClientRequest, ClientSubject } from './client-subject.ts'
export { logSuite } from './log-suite.ts'
export type {
  EventLogLike,
  LogEntries,
  LogEntry,
  LogEntryInit,
  LogFollowing,
  LogGapVerdict,
  LogMark,
  LogPage,
  LogStart,
  LogStoreLike,
  LogSubject,
} from './log-subject.ts'
export { FakeClock } from './fake-clock.ts'
export type { FaultyAnswer, TimedChunk } from './faulty-answer.ts'
export { faultyFetch, type AnswerClock, type FaultyFetch, type FaultyRequest } from './faulty-fetch.ts'
export { recordFetch, type RecordedChunk, type RecordedStream, type RecordingFetch } from './record-fetch.ts'
export { replayed } from './replayed.ts'
export { serverSuite } from './server-suite.ts'
export type { ReferenceServer, ServerSubject } from './server-subject.ts'
export {
  referenceApp,
  type ReferenceHandler,
  type ReferenceHub,
  type ReferenceOpen,
  type ReferenceParts,
  type ReferenceSession,
} from './reference-app.ts'
