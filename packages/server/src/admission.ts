import { systemClock } from './clock.ts'
import { CrossOrigin } from './cors.ts'
import type { DoorOptions } from './door-options.ts'
import { granted, type Grant } from './grant.ts'
import { eventStreamHeaders, unsizedHead } from './head.ts'
import { allowedMethods, refusal, type RequestLine } from './negotiation.ts'
import type { Seat } from './session-limits.ts'

/** A request that is let in: what `Session` needs of it. */
export interface Admission<C> extends Grant<C> {
  /** The head of the response. */
  readonly headers: [name: string, value: string][]
  /** Gives back the place among the open sessions: for who makes no session of it, since a session does it itself. */
  readonly leave?: () => void
}

/**
 * For adapters: lets a request in, or gives the response that it gets instead of a stream. `request` is made only if
 * an option wants to see it.
 */
export async function admit<C>(
  line: RequestLine,
  request: () => Request,
  options: DoorOptions<C>,
): Promise<Admission<C> | Response> {
  if (!options.cors) return decide(line, request, options)
  const made = request()
  const crossOrigin = new CrossOrigin(options.cors, made)
  const preflight = crossOrigin.preflight(allowedMethods(options.methods))
  if (preflight) return preflight
  const admission = await decide(line, () => made, options)
  if (admission instanceof Response) return crossOrigin.on(admission)
  return { ...admission, headers: [...admission.headers, ...crossOrigin.headers()] }
}

async function decide<C>(
  line: RequestLine,
  request: () => Request,
  options: DoorOptions<C>,
): Promise<Admission<C> | Response> {
  const { authorize, clock = systemClock() } = options
  const refused = refusal(line, allowedMethods(options.methods))
  if (refused) return refused
  const given = authorize && granted(await authorize(request()), clock.now())
  if (given instanceof Response) return given
  if (line.method === 'HEAD') return unsizedHead()
  // Without `authorize` the context is undefined: only a caller that names another type itself is told otherwise.
  const { context, expiresAt = Infinity }: Grant<C> = given ?? { context: undefined as C }
  // Last, so that who may not come in learns nothing of how many have. From here on nothing is awaited.
  const seat = seatOf(context, request, options)
  if (seat instanceof Response) return seat
  return { context, expiresAt, headers: eventStreamHeaders(), ...(seat && { leave: () => seat.leave() }) }
}

function seatOf<C>(context: C, request: () => Request, options: DoorOptions<C>): Seat | Response | undefined {
  const { limits, random = Math.random } = options
  const key: unknown = options.key?.(request(), context)
  if (key !== undefined && typeof key !== 'string') {
    throw new TypeError(`key must return a string or undefined, got ${String(JSON.stringify(key))}`)
  }
  return limits?.take(key, random)
}
