import type { Clock } from './clock.ts'
import type { Sink } from './sink.ts'

/** For adapters: what the sink of a session on a `Response` is given. */
export interface BodySinkInit {
  readonly clock: Pick<Clock, 'turn'>
  /** Called when the stream is cut: what its body fails with. @default a `CutError` */
  readonly cutReason?: () => unknown
}

/** For adapters: a sink that is the body of a `Response`. */
export interface BodySink extends Sink {
  /** The body. Its head is to be sent as soon as it is read, and what it fails with is seen by the client as a break. */
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>
  /** Ends it for a client that has left. No failure: a platform would tell people of that. */
  leave(): void
}
