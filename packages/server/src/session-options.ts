import { MAX_DELAY } from './alarm.ts'
import { systemClock, type Clock } from './clock.ts'
import { wholeNumber } from './limits.ts'

export interface SessionOptions {
  /** Milliseconds that the client should wait before it comes back: the `retry:` that every stream begins with. @default 1_000 */
  readonly retry?: number
  /** Milliseconds of silence after which a comment is sent (at the latest after twice as many), or false. @default 15_000 */
  readonly heartbeat?: number | false
  /**
   * Bytes that may wait for a client that does not read, before who goes on sending after `full` closes the session as
   * `overflow`. @default 1 MiB
   */
  readonly maxBufferedBytes?: number
  /**
   * Milliseconds that a client may take no byte while bytes wait for it (at the latest a quarter more), before it is
   * cut as `write-timeout`; any byte that it takes begins them anew. False waits until the system gives the connection
   * up. @default 30_000
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
  readonly maxBufferedBytes: number
  readonly writeTimeout: number | false
  readonly maxAge: number | false
  readonly maxAgeJitter: number
  readonly random: () => number
  readonly clock: Clock
}

/** @throws RangeError with the option's name and what was given. */
export function resolveSessionOptions(options: SessionOptions = {}): ResolvedSessionOptions {
  const { retry = 1_000, heartbeat = 15_000, maxBufferedBytes = 1024 * 1024, writeTimeout = 30_000 } = options
  const { maxAge = false, maxAgeJitter = 0.2, random = Math.random, clock = systemClock() } = options
  if (!(maxAgeJitter >= 0 && maxAgeJitter <= 1)) {
    throw new RangeError(`maxAgeJitter must be from 0 to 1, got ${String(maxAgeJitter)}`)
  }
  return {
    retry: delay('retry', retry, 0),
    heartbeat: heartbeat === false ? false : delay('heartbeat', heartbeat, 1),
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
