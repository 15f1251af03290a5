import type { Supports } from './suite.ts'

/** A reference application that listens. */
export interface ReferenceServer {
  /** For example `http://127.0.0.1:8080`, without a slash at the end. */
  readonly url: string
  /** Ends all streams and stops listening. */
  close(): Promise<void>
}

/** A server of event streams that runs the {@link referenceApp}, for {@link serverSuite}. */
export interface ServerSubject extends Supports {
  /** Starts a fresh application; the suite closes it. */
  start(): Promise<ReferenceServer>
}
