import { systemClock } from './clock.ts'
import { granted, type Grant } from './grant.ts'
import { eventStreamHeaders } from './head.ts'
import { refusal, type RequestLine } from './negotiation.ts'
import type { SessionOptions } from './session-options.ts'

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
}

/**
 * For adapters: lets a request in, or gives the response that it gets instead of a stream. `request` is made only if
 * `authorize` wants to see it.
 */
export async function admit<C>(
  line: RequestLine,
  request: () => Request,
  { authorize, methods = ['GET', 'POST'], clock = systemClock() }: DoorOptions<C>,
): Promise<Grant<C> | Response> {
  const refused = refusal(line, methods)
  if (refused) return refused
  const grant = authorize && granted(await authorize(request()), clock.now())
  if (grant instanceof Response) return grant
  if (line.method === 'HEAD') return new Response(null, { headers: eventStreamHeaders() })
  // Without `authorize` the context is undefined: only a caller that names another type itself is told otherwise.
  return grant ?? { context: undefined as C }
}
