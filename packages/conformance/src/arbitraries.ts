export { byteStream, chunked, fieldStream, mutatedStream, type ChunkedStream } from './arbitrary-streams.ts'
export { anyEvent, hostileString, validEvent } from './arbitrary-events.ts'
