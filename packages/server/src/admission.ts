import { unsizedHead } from './head.ts'
import { refusal, type RequestLine } from './negotiation.ts'
import type { SessionOptions } from './session-options.ts'

type Awaitable<T> = T | Promise<T>

/** What `authorize` gives to who may come in. */
export interface Grant<C> {
  /** Becomes the session's `context`. */
  readonly context: C
}

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
  { authorize, methods = ['GET', 'POST'] }: DoorOptions<C>,
): Promise<Grant<C> | Response> {
  const refused = refusal(line, methods)
  if (refused) return refused
  const grant = authorize && granted(await authorize(request()))
  if (grant instanceof Response) return grant
  if (line.method === 'HEAD') return unsizedHead()
  // Without `authorize` the context is undefined: only a caller that names another type itself is told otherwise.
  return grant ?? { context: undefined as C }
}

/** What `authorize` gave, unless it is neither: to return nothing, or false, must not let anyone in. */
function granted<G extends Grant<unknown>>(given: G | Response): G | Response {
  if (given instanceof Response || (typeof given === 'object' && given !== null && 'context' in given)) return given
  throw new TypeError(`authorize must return a grant { context } or a Response, got ${JSON.stringify(given)}`)
}
