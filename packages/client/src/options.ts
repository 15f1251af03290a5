import type { Clock } from './clock.ts'
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
  /** How long a stream must last for the failures before it to be forgotten. @default 5_000 */
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
export interface ConnectOptions {
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
  /** Where to resume: the `lastEventId` that an earlier connection had. Without NUL, CR and LF. @default '' */
  readonly lastEventId?: string | undefined
  /** `false` makes one attempt, and the end of its stream is the end of the iteration. @default {} */
  readonly retry?: RetryPolicy | false | undefined
  /** Bytes that one event may take before the connection fails with 'event-too-large'. @default 16 MiB */
  readonly maxEventBytes?: number | undefined
  /** Called with the text of each comment in the stream, as it is read. What it throws is reported as uncaught. */
  readonly onComment?: ((text: string) => void) | undefined
  /**
   * Called at every step, the first attempt included; never before `connect` has returned. What it throws is reported
   * as uncaught.
   */
  readonly onStateChange?: ((change: StateChange) => void) | undefined
  /** For tests: the time. @default the platform's */
  readonly clock?: Clock | undefined
  /** For tests: chance, from 0 to 1, for the waits. @default Math.random */
  readonly random?: (() => number) | undefined
}
