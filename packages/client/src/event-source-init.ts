import { EventStreamParser } from '@eventwire/parser'
import { systemClock, type Clock } from './clock.ts'
import type { Fetch } from './options.ts'
import { demand } from './settle.ts'

/** What an `EventSource` sends as headers: `fetch`'s kinds, or a function that makes them anew for each request. */
export type EventSourceHeaders = HeadersInit | (() => HeadersInit | PromiseLike<HeadersInit>)

/**
 * The dictionary of HTML §9.2.2, and what this class can do beyond the standard. As in any dictionary of Web IDL,
 * members that it does not know are ignored.
 *
 * @example
 * ```ts
 * const init: EventSourceInit = { headers: async () => ({ authorization: `Bearer ${await freshToken()}` }) }
 * ```
 */
export interface EventSourceInit {
  /** Whether cookies and the like are sent to other origins, too. @default false */
  readonly withCredentials?: boolean | undefined
  /** Sends the requests. @default the platform's */
  readonly fetch?: Fetch | undefined
  /** Sent with each request, besides the class's own. A function that throws makes the attempt fail; it is repeated. */
  readonly headers?: EventSourceHeaders | undefined
  /** Where to resume, as if this source had been there before: no NUL, CR or LF. @default '' */
  readonly lastEventId?: string | undefined
  /** Milliseconds to wait before a reconnect until the server says another time. @default 3_000 */
  readonly reconnectionTime?: number | undefined
  /** Bytes that one event may take; one that takes more closes the source. @default 16 MiB */
  readonly maxEventBytes?: number | undefined
  /** For tests: the time. @default the platform's */
  readonly clock?: Clock | undefined
  /** For tests: chance, from 0 to 1, for the waits after failed attempts. @default Math.random */
  readonly random?: (() => number) | undefined
}

/** The dictionary with every default in place. */
export interface ResolvedInit {
  readonly withCredentials: boolean
  readonly fetch: Fetch
  readonly headers: EventSourceHeaders
  readonly lastEventId: string
  readonly reconnectionTime: number
  readonly maxEventBytes: number | undefined
  readonly clock: Clock
  readonly random: () => number
}

/** @throws TypeError or RangeError, naming the member and what was given. */
export function resolveInit(init: EventSourceInit | null): ResolvedInit {
  // Web IDL §3.2.17: no dictionary is an empty one.
  demand(init === null || typeof init === 'object' || typeof init === 'function', 'init', 'an object', init)
  const {
    withCredentials,
    // Looked up at each call and called as the global's own, as browsers demand.
    fetch = (url: string, options: RequestInit) => globalThis.fetch(url, options),
    headers = {},
    lastEventId = '',
    reconnectionTime = 3_000,
    maxEventBytes,
    clock = systemClock(),
    random = Math.random,
  } = init ?? {}
  demand(typeof fetch === 'function', 'fetch', 'a function', fetch)
  demand(typeof random === 'function', 'random', 'a function', random)
  // What would be refused at every attempt is refused here, at once.
  void new EventStreamParser({ lastEventId, maxEventBytes })
  if (typeof headers !== 'function') void new Headers(headers)
  demand(reconnectionTime >= 0, 'reconnectionTime', 'a number of at least 0', reconnectionTime, RangeError)
  return {
    withCredentials: Boolean(withCredentials),
    fetch,
    headers,
    lastEventId,
    reconnectionTime,
    maxEventBytes,
    clock,
    random,
  }
}
