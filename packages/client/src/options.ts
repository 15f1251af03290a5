import type { ServerSentEvent } from '@eventwire/parser'
import type { Clock } from './clock.ts'
import type { CursorStore } from './cursor.ts'
import type { Page } from './page.ts'
import type { CursorIn } from './last-event-id.ts'
import type { Attempt, AttemptInit } from './request.ts'
import type { StateChange } from './state-change.ts'

/** The part of `fetch` that a connection calls: any function with this shape can stand in for it. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/**
 * When a lost connection comes back. Times in milliseconds.
 *
 * @example
 * ```ts
 * const patient: RetryPolicy = { initialDelay: 5_000, maxDelay: 300_000 }
 * const once: ConnectOptions = { retry: { maxFailures: 1 } } // comes back from a stream that lasted, and from no failure
 * ```
 */
export interface RetryPolicy {
  /** The least wait while the server has not said `retry:`, and where backing off begins. @default 1_000 */
  readonly initialDelay?: number | undefined
  /** The most that backing off comes to. What the server asks for is waited for even beyond it. @default 30_000 */
  readonly maxDelay?: number | undefined
  /**
   * How long a stream must last for the failures before it to be forgotten; one that is gone sooner counts as a failure
   * itself. The exception is a server that wants to be polled: a stream that ends cleanly, after it has moved the last
   * event ID, is no failure however short it was. @default 5_000
   */
  readonly healthyAfter?: number | undefined
  /**
   * The connection gives up at so many failures in a row: attempts without a stream, or with one that did not last for
   * `healthyAfter`. An integer, at least 1. @default Infinity
   */
  readonly maxFailures?: number | undefined
  /**
   * Whether a request that may change something (a POST, say) is sent again although the server has issued no id to
   * resume from, and so may do its work twice. @default false
   */
  readonly replayUnsafe?: boolean | undefined
}

/**
 * How long a server may keep silent. Times in milliseconds, more than 0; `Infinity` for no limit. The defaults are
 * cautious, as a stream may well be quiet; give less to a server that sends heartbeats.
 *
 * Whatever they are, the connection comes back within ten seconds after the machine wakes up from a sleep of a minute
 * and a half or more: what it holds then is most likely dead.
 *
 * @example
 * ```ts
 * const timeouts: Timeouts = { connect: 10_000, idle: 45_000 } // for a server with a heartbeat every 15 seconds
 * ```
 */
export interface Timeouts {
  /** From the beginning of an attempt, its `request` function included, to the response. @default 60_000 */
  readonly connect?: number | undefined
  /**
   * While the consumer waits for the stream and there is no sign of life. A consumer that does not ask for events
   * pauses it. @default 300_000, as long as Node's own fetch waits
   */
  readonly idle?: number | undefined
  /**
   * What is a sign of life: whatever comes, `'comments'` and events, or `'events'` alone, so that a server which only
   * sends heartbeats is idle. @default 'bytes'
   */
  readonly signOfLife?: 'bytes' | 'comments' | 'events' | undefined
}

/**
 * Makes of an event what the consumer gets: a promise of it, if it must, or `undefined` to leave it out. What it throws
 * is thrown by the iteration and ends the connection. `jsonEvents` makes one that decodes and checks JSON.
 *
 * @param isLast Whether `until` has picked this event.
 */
export type EventDecoder<Event> = (
  event: ServerSentEvent,
  isLast: boolean,
) => Event | undefined | PromiseLike<Event | undefined>

/**
 * How to connect.
 *
 * @example
 * ```ts
 * const options: ConnectOptions = {
 *   request: async () => ({ headers: { authorization: `Bearer ${await freshToken()}` } }),
 *   signal: AbortSignal.timeout(3_600_000),
 *   lastEventId: saved,
 *   onStateChange: ({ state, cause }) => console.log(state, cause?.message),
 * }
 * ```
 */
export interface ConnectOptions<Event extends object = ServerSentEvent> {
  /**
   * What to send: `fetch`'s own options and, where it differs from `connect`'s, the URL; or a function that makes them
   * anew for each attempt (a fresh token, another body). If it throws, the attempt has failed and is retried. A stream
   * as body can be read only once and so needs the function. @default a GET
   */
  readonly request?: AttemptInit | ((attempt: Attempt) => AttemptInit | PromiseLike<AttemptInit>) | undefined
  /** @default the platform's */
  readonly fetch?: Fetch | undefined
  /** Closes the connection when it aborts; the iteration then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined
  /**
   * Where to resume: the `lastEventId` that an earlier connection had. Without NUL, CR and LF; `''` for the beginning.
   * @default what the cursor loads, if there is one
   */
  readonly lastEventId?: string | undefined
  /**
   * Keeps the place beyond the life of the connection. One save is made at a time; of the ids that come meanwhile the
   * newest is saved. A save that fails is told to `onStateChange` ('cursor-not-saved'), and the stream goes on. When the
   * connection ends, the last place is saved before `close()` or the loop is done.
   */
  readonly cursor?: CursorStore | undefined
  /**
   * Where the request says where it resumes. A parameter of the query spares a page the preflight that browsers put
   * before a `Last-Event-ID` to another origin; the server must look for it there. @default 'header'
   */
  readonly cursorIn?: CursorIn | undefined
  /**
   * When the place moves past an event: when the consumer gets it; when the consumer asks for the next, and so is done
   * with it; or when it says so by `acknowledge`, which is for consumers that ask for events before they need them
   * (`Readable.from`). What a consumer is killed over, comes again. @default 'processed' with a cursor, else 'delivery'
   */
  readonly ack?: 'delivery' | 'processed' | 'manual' | undefined
  /** `false` makes one attempt, and the end of its stream is the end of the iteration. @default {} */
  readonly retry?: RetryPolicy | false | undefined
  /** How long the server may keep silent. @default {} */
  readonly timeouts?: Timeouts | undefined
  /**
   * Whether an event is the last: it is given out, and when the consumer asks for more the connection closes without an
   * error. What it throws ends the connection, too.
   */
  readonly until?: ((event: ServerSentEvent) => boolean) | undefined
  /** Finds errors inside the stream: what it returns is thrown by the iteration instead of the event, and ends it. */
  readonly failOn?: ((event: ServerSentEvent) => Error | null | undefined) | undefined
  /** Makes of each event what the consumer gets; see `jsonEvents`. @default events as they are, with their data as text */
  readonly events?: EventDecoder<Event> | undefined
  /**
   * Whether a hidden page has no connection: it closes when the page is hidden, and comes back to where it was when it
   * is shown; a page that opens hidden connects when it is shown. A stream that could not be resumed stays open.
   * @default false
   */
  readonly pauseWhenHidden?: boolean | undefined
  /** Bytes that one event may take before the connection fails with 'event-too-large'. @default 16 MiB */
  readonly maxEventBytes?: number | undefined
  /** Called with the text of each comment in the stream, as it is read. What it throws is reported as uncaught. */
  readonly onComment?: ((text: string) => void) | undefined
  /**
   * Called at every step, the first attempt included; never before `connect` has returned. What it throws is reported
   * as uncaught.
   */
  readonly onStateChange?: ((change: StateChange) => void) | undefined
  /** For tests: the page or worker, whose `online`, `pageshow` and `pagehide` events count. @default the platform's */
  readonly page?: Page | undefined
  /** For tests: the time. @default the platform's */
  readonly clock?: Clock | undefined
  /** For tests: chance, from 0 to 1, for the waits. @default Math.random */
  readonly random?: (() => number) | undefined
}
