import type { FakeClock } from './fake-clock.ts'
import type { FaultyFetch } from './faulty-fetch.ts'
import type { ParsedEvent } from './reference.ts'
import type { Supports } from './suite.ts'

/** What the suite asks of a connection. */
export interface ClientConnection extends AsyncIterable<ParsedEvent> {
  readonly lastEventId: string
  close(): Promise<void>
}

/** What the suite sets. A subject hands it on; what is not there has the subject's own default. */
export interface ClientOptions {
  readonly fetch: FaultyFetch
  readonly clock: FakeClock
  readonly random?: () => number
  readonly signal?: AbortSignal
  readonly lastEventId?: string
  readonly retry?: false
  readonly request?: { readonly method: string; readonly body: string }
}

/** A client of event streams that reconnects, for `clientSuite`. */
export interface ClientSubject extends Supports {
  /** Connects at once. */
  connect(url: string, options: ClientOptions): ClientConnection
}
