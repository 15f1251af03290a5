import { refuseUnaddressed } from './addressed.ts'
import type { DoorOptions } from './door-options.ts'
import type { Exchange } from './exchange.ts'
import { GoneError } from './gone.ts'
import type { Handler, OpenSession } from './handler.ts'
import type { Opened } from './opened.ts'
import type { Session } from './session.ts'
import type { Sessions } from './sessions.ts'

/** What answers requests. */
export interface Answering {
  readonly handler: Handler
  readonly door: DoorOptions
  readonly sessions: Sessions
  readonly onError: (error: unknown) => void
}

/**
 * Answers one request by the handler. What that throws is told to `onError`: the client gets a 500 without details or,
 * if a session was opened, a stream that is cut, so that it comes back. Never rejects.
 */
export async function answer(exchange: Exchange, { handler, door, sessions, onError }: Answering): Promise<Response> {
  const refused = exchange.isAddressed ? undefined : refuseUnaddressed(exchange.request)
  if (refused) return refused
  let opened: Required<Opened<unknown>> | undefined
  let isAnswered = false
  const assertFree = (): void => {
    if (opened) throw new TypeError('open() was called twice: a session of this request was begun already')
    if (isAnswered) throw new TypeError('open() comes too late: the handler has returned its response')
  }
  const open: OpenSession = async <C>(options?: DoorOptions<C>) => {
    assertFree()
    // Without options of its own a session is granted by those of `serve`, whose context is C's default.
    const { response, session } = await exchange.open({ ...door, ...options } as DoorOptions<C>)
    if (!session) return { response }
    try {
      assertFree()
    } catch (error) {
      session.cut()
      throw error
    }
    sessions.add(session as Session<unknown>)
    opened = { response, session: session as Session<unknown> }
    return { response, session }
  }
  try {
    const response = sendable(await handler(exchange.request, open))
    if (opened && response !== opened.response) {
      throw new TypeError('The handler opened a session and returned another response: return the one of open()')
    }
    return response
  } catch (error) {
    opened?.session.cut()
    if (!(error instanceof GoneError || (await exchange.isLeaving(error)))) onError(error)
    return opened && !isSpent(opened.response) ? opened.response : internalServerError()
  } finally {
    isAnswered = true
  }
}

/** For adapters: the answer of a server that failed, which says nothing of how. */
export function internalServerError(): Response {
  return new Response('Internal Server Error\n', { status: 500, headers: { 'content-type': 'text/plain' } })
}

/** Not by `instanceof`: a polyfill's response is as good where the platform takes it. */
function sendable(response: Response): Response {
  const { status }: { status?: unknown } = Object(response)
  if (typeof status !== 'number') throw new TypeError(`The handler must return a Response, got ${typeof response}`)
  // Fetch §5.5: a network error, which is no answer that could be sent.
  if (status === 0) throw new TypeError('The handler returned Response.error()')
  if (isSpent(response)) throw new TypeError('The body of the response was read already')
  return response
}

function isSpent({ bodyUsed, body }: Response): boolean {
  return bodyUsed || (body?.locked ?? false)
}
