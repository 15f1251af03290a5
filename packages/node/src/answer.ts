import type { IncomingMessage, ServerResponse } from 'node:http'
import type { DoorOptions, Opened, Session } from '@eventwire/server'
import { badRequest } from './bad-request.ts'
import { leavingSignal } from './leaving.ts'
import { open } from './open-session.ts'
import { sendResponse } from './send-response.ts'
import type { Sessions } from './sessions.ts'
import { toRequest } from './to-request.ts'

/** Opens a session for the request at hand; options given here go before those of `serve`. */
export type OpenSession = <C = undefined>(options?: DoorOptions<C>) => Promise<Opened<C>>

/** Answers a request: with what `open` gave as response, or with any other. Its `signal` aborts if the client leaves. */
export type Handler = (request: Request, open: OpenSession) => Response | Promise<Response>

/** What answers requests. */
export interface Answering {
  readonly handler: Handler
  readonly door: DoorOptions
  readonly sessions: Sessions
}

/** Answers one request by the handler; throws what the handler throws. */
export async function answer(
  req: IncomingMessage,
  res: ServerResponse,
  { handler, door, sessions }: Answering,
): Promise<void> {
  const request = requestOf(req, res)
  if (request instanceof Response) return sendResponse(request, req, res)
  let opened: Required<Opened<unknown>> | undefined
  const openSession: OpenSession = async <C>(options?: DoorOptions<C>) => {
    // Without options of its own a session is granted by those of `serve`, whose context is C's default.
    const merged = { ...door, ...options } as DoorOptions<C>
    const { response, session } = await open(req, res, () => request, merged)
    if (!session) return { response }
    sessions.add(session as Session<unknown>)
    opened = { response, session: session as Session<unknown> }
    return { response, session }
  }
  try {
    const response = await handler(request, openSession)
    if (!opened) return await sendResponse(response, req, res)
    if (response !== opened.response) {
      throw new TypeError('The handler opened a session and returned another response: return the one of open()')
    }
  } catch (error) {
    opened?.session.cut()
    throw error
  }
}

function requestOf(req: IncomingMessage, res: ServerResponse): Request | Response {
  try {
    return toRequest(req, leavingSignal(req, res))
  } catch (error) {
    return badRequest(error)
  }
}
