import type { FakeClock } from './fake-clock.ts'
import type { FaultyFetch } from './faulty-fetch.ts'
import type { ParsedEvent } from './reference.ts'
import type { Supports } from './suite.ts'

/** What the suite asks of a connection. A check that needs a method which is not there fails: name it as unsupported. */
export interface ClientConnection extends AsyncIterable<ParsedEvent> {
  readonly lastEventId: string
  close(): Promise<void>
  /** Drops the stream, or the wait, for another attempt at once. */
  reconnect?(): void
  /** For `ack: 'manual'`: this event, and all before it, are dealt with. */
  acknowledge?(event: ParsedEvent): void
  /** The events that came together. */
  batches?(): AsyncIterable<readonly ParsedEvent[]>
}

/** What a request is made of, as `fetch` takes it. */
export interface ClientRequest {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** What the suite sets. A subject hands it on; what is not there has the subject's own default. */
export interface ClientOptions {
  readonly fetch: FaultyFetch
  readonly clock: FakeClock
  readonly random?: () => number
  readonly signal?: AbortSignal
  readonly lastEventId?: string
  readonly retry?: false
  readonly request?: ClientRequest | ((attempt: { readonly number: number }) => ClientRequest)
  readonly timeouts?: { readonly connect?: number; readonly idle?: number }
  readonly cursor?: { load(): string | undefined; save(id: string): void }
  readonly cursorIn?: { readonly query: string }
  readonly ack?: 'delivery' | 'processed' | 'manual'
  readonly until?: (event: ParsedEvent) => boolean
  readonly failOn?: (event: ParsedEvent) => Error | undefined
}

/** A client of event streams that reconnects, for `clientSuite`. */
export interface ClientSubject extends Supports {
  /** Connects at once. */
  connect(url: string, options: ClientOptions): ClientConnection
}
