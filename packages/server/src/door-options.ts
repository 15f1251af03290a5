import { checkCors, type Cors } from './cors.ts'
import type { Grant } from './grant.ts'
import { resolveSession, type ResolvedSessionOptions, type SessionOptions } from './session-options.ts'
import { SessionLimits } from './session-limits.ts'

type Awaitable<T> = T | Promise<T>

/** Options of every door: `openSession` and `serve` of each platform. */
export interface DoorOptions<C = undefined> extends SessionOptions {
  /**
   * Decides before a byte is sent: a grant, or the `Response` to answer with instead (401, 403, or 204 to tell an
   * EventSource that it need not come back). @default everyone may come in
   */
  readonly authorize?: (request: Request) => Awaitable<Grant<C> | Response>
  /** Methods that are answered with a stream; HEAD goes with GET. @default ['GET', 'POST'] */
  readonly methods?: readonly string[]
  /** Which pages of other origins may read the stream. @default none: pages of its own origin alone */
  readonly cors?: Cors
  /** How many sessions may be open at once, asked after `authorize`. @default no limit */
  readonly limits?: SessionLimits
  /**
   * Whose session it is, for the limit per key: a user, or an address that a proxy you trust has told. Undefined counts
   * among all alone. @default nobody's
   */
  key?(request: Request, context: C): string | undefined
}

/**
 * For adapters: checks the options of a door, and gives what a session needs of them.
 *
 * @throws TypeError, RangeError with the option's name and what was given.
 */
export function resolveSessionOptions<C>(options: DoorOptions<C> = {}): ResolvedSessionOptions {
  const { cors, limits, key } = options
  if (cors) checkCors(cors)
  if (limits !== undefined && !(limits instanceof SessionLimits)) {
    throw new TypeError('limits must be a SessionLimits, which counts: limits: new SessionLimits({ sessions: 10_000 })')
  }
  if (limits?.perKey && !key)
    throw new TypeError('limits with perKey needs key(request, context), which tells whose a session is')
  if (key && !limits) throw new TypeError('key needs limits, which count by it: limits: new SessionLimits({ … })')
  return resolveSession(options)
}
