import { encode } from '@eventwire/encoder'
import { MAX_DELAY } from './alarm.ts'
import { systemClock, type Clock } from './clock.ts'
import { wholeNumber } from './limits.ts'

/**
 * A heartbeat that a page can see.
 *
 * @example
 * ```ts
 * openSession(request, { heartbeat: { every: 10_000, event: 'heartbeat' } })
 * ```
 */
export interface HeartbeatEvent {
  /** Milliseconds from one to the next. */
  readonly every: number
  /** Its type, as for `addEventListener`. */
  readonly event: string
}

export interface SessionOptions {
  /** Milliseconds that the client should wait before it comes back: the `retry:` that every stream begins with. @default 1_000 */
  readonly retry?: number
  /**
   * What keeps proxies from giving a quiet connection up, and tells this side that a client has left:
   * - a number: a comment, which no page sees, after so many ms of silence (at the latest after twice as many);
   * - `{ every, event }`: an event of that type every so many ms, by which a page can tell a quiet stream from a dead
   *   one. Its data is `{}`; it has no id, so that the client's place is left alone;
   * - false: nothing.
   *
   * @default 15_000
   */
  readonly heartbeat?: number | HeartbeatEvent | false
  /**
   * Bytes that may wait for a client that does not read, before who goes on sending after `full` closes the session as
   * `overflow`. @default 1 MiB
   */
  readonly maxBufferedBytes?: number
  /**
   * Milliseconds that a client may take no byte while bytes wait for it (at the latest a quarter more), before it is
   * cut as `write-timeout`; any byte that it takes begins them anew. (Where a body is a stream, and over HTTP/2, what
   * was handed on counts only as a whole: at most 64 KiB, or one larger event.) False waits until the system gives the
   * connection up. @default 30_000
   */
  readonly writeTimeout?: number | false
  /**
   * Milliseconds after which a session is closed, for its client to come back and go on: connections spread over the
   * servers that there are by then. False lets it live. @default false
   */
  readonly maxAge?: number | false
  /**
   * The part of `maxAge`, from 0 to 1, by which a session may be closed earlier: its age is drawn evenly from
   * `maxAge × (1 − maxAgeJitter)` to `maxAge`, lest all that came together leave together. @default 0.2
   */
  readonly maxAgeJitter?: number
  /** Draws from 0 to 1, as `Math.random` does. @default Math.random */
  readonly random?: () => number
  /** @default the platform's */
  readonly clock?: Clock
}

export interface ResolvedSessionOptions {
  readonly retry: number
  readonly heartbeat: number | false
  /** The type of the heartbeat, undefined for a comment. */
  readonly heartbeatEvent: string | undefined
  readonly maxBufferedBytes: number
  readonly writeTimeout: number | false
  readonly maxAge: number | false
  readonly maxAgeJitter: number
  readonly random: () => number
  readonly clock: Clock
}

/** @throws TypeError, RangeError with the option's name and what was given. */
export function resolveSession(options: SessionOptions): ResolvedSessionOptions {
  const { retry = 1_000, heartbeat = 15_000, maxBufferedBytes = 1024 * 1024, writeTimeout = 30_000 } = options
  const { maxAge = false, maxAgeJitter = 0.2, random = Math.random, clock = systemClock() } = options
  if (!(maxAgeJitter >= 0 && maxAgeJitter <= 1)) {
    throw new RangeError(`maxAgeJitter must be from 0 to 1, got ${String(maxAgeJitter)}`)
  }
  const { every: interval, event: heartbeatEvent } =
    typeof heartbeat === 'object' ? heartbeat : { every: heartbeat, event: undefined }
  // The encoder's own check of the type.
  if (heartbeatEvent !== undefined) encode({ type: heartbeatEvent, data: '' })
  if (heartbeatEvent === '') throw new TypeError('heartbeat.event must not be empty')
  return {
    retry: delay('retry', retry, 0),
    heartbeat: interval === false ? false : delay('heartbeat', interval, 1),
    heartbeatEvent,
    maxBufferedBytes: wholeNumber('maxBufferedBytes', maxBufferedBytes, 1),
    writeTimeout: writeTimeout === false ? false : delay('writeTimeout', writeTimeout, 1),
    maxAge: maxAge === false ? false : wholeNumber('maxAge', maxAge, 1),
    maxAgeJitter,
    random,
    clock,
  }
}

function delay(name: string, value: number, least: number): number {
  if (wholeNumber(name, value, least) <= MAX_DELAY) return value
  throw new RangeError(`${name} must be at most ${MAX_DELAY} ms, got ${value}`)
}
