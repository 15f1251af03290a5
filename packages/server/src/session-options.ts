import { systemClock, type Clock } from './clock.ts'
import { wholeNumber } from './limits.ts'

/** The longest delay that timers and clients agree on, in ms (2³¹−1). */
const MAX_DELAY = 2 ** 31 - 1

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
  /** @default the platform's */
  readonly clock?: Clock
}

export interface ResolvedSessionOptions {
  readonly retry: number
  readonly heartbeat: number | false
  readonly maxBufferedBytes: number
  readonly writeTimeout: number | false
  readonly clock: Clock
}

/** @throws RangeError with the option's name and what was given. */
export function resolveSessionOptions(options: SessionOptions = {}): ResolvedSessionOptions {
  const { retry = 1_000, heartbeat = 15_000, maxBufferedBytes = 1024 * 1024, writeTimeout = 30_000 } = options
  const { clock = systemClock() } = options
  return {
    retry: delay('retry', retry, 0),
    heartbeat: heartbeat === false ? false : delay('heartbeat', heartbeat, 1),
    maxBufferedBytes: wholeNumber('maxBufferedBytes', maxBufferedBytes, 1),
    writeTimeout: writeTimeout === false ? false : delay('writeTimeout', writeTimeout, 1),
    clock,
  }
}

function delay(name: string, value: number, least: number): number {
  if (wholeNumber(name, value, least) <= MAX_DELAY) return value
  throw new RangeError(`${name} must be at most ${MAX_DELAY} ms, got ${value}`)
}
