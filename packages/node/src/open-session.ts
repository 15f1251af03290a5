import { admit, requestLastEventId, resolveSessionOptions, Session } from '@eventwire/server'
import type { DoorOptions, Opened } from '@eventwire/server'
import { badRequest } from './bad-request.ts'
import { isHttp2, isOver, leavingSignal } from './leaving.ts'
import type { NodeRequest, NodeResponse } from './platform.ts'
import { ResponseSink } from './response-sink.ts'
import { sendResponse } from './send-response.ts'
import { toRequest } from './to-request.ts'

/**
 * Answers a request of `node:http` (or of a framework on top of it, or of the compatibility layer of `node:http2`) with
 * an event stream. If `authorize` does not read the request's body and you need it, read it before you open the
 * session: what is left of it is dropped.
 *
 * @returns the session, or undefined if the request was answered otherwise: 405 for a method other than `methods`, 406
 * for an `Accept` that excludes `text/event-stream`, 400 for a request that `authorize` cannot be given, a HEAD with
 * the head alone, or what `authorize` returned. Undefined too if the client has left meanwhile.
 * @throws TypeError (as a rejection) if the response was begun already; RangeError for options that cannot be; whatever
 * `authorize` throws.
 * @example
 * ```ts
 * createServer(async (req, res) => {
 *   const session = await openSession(req, res)
 *   if (session) await hub.subscribe(session, ['prices'])
 * })
 * ```
 */
export async function openSession<C = undefined>(
  req: NodeRequest,
  res: NodeResponse,
  options: DoorOptions<C> = {},
): Promise<Session<C> | undefined> {
  const opened = await open(req, res, () => toRequest(req, leavingSignal(req, res)), options)
  if (!opened.session) await sendResponse(opened.response, req, res)
  else opened.begin()
  return opened.session
}

/** A session whose head is yet to be sent, or a response to send instead. */
export interface NodeOpened<C> extends Opened<C> {
  /** Sends the head, as the response has it now, and what the session has sent meanwhile. */
  begin(): void
}

/** Opens a session on the response, or gives the response to send instead. */
export async function open<C>(
  req: NodeRequest,
  res: NodeResponse,
  request: () => Request,
  options: DoorOptions<C>,
): Promise<NodeOpened<C>> {
  if (res.headersSent) throw new TypeError('res was begun already: open the session before anything is sent')
  const resolved = resolveSessionOptions(options)
  const line = { method: req.method ?? 'GET', accept: one(req.headers['accept']) }
  const admission = await admit(line, request, options).catch(badRequest)
  if (admission instanceof Response) return { response: admission, begin: () => undefined }
  const response = new Response(null, { headers: admission.headers })
  if (isOver(req, res)) {
    // Nobody is there to be fed. A session that is over from the start would make `subscribe` reject.
    admission.leave()
    return { response, begin: () => undefined }
  }
  if (res.headersSent) {
    admission.leave()
    throw new TypeError('res was begun while authorize was waited for: answer by the Response that authorize returns')
  }
  keepOpen(req, res)
  const lastEventId = requestLastEventId(one(req.headers['last-event-id']), req.url ?? '/')
  const sink = new ResponseSink(req, res)
  const session = new Session<C>(sink, { lastEventId, grant: admission, options: resolved })
  return { response, session, begin: () => sink.begin(response) }
}

function keepOpen(req: NodeRequest, res: NodeResponse): void {
  // While a body waits to be read, Node does not look at the socket, and a client's leaving is not noticed.
  if (req.readableFlowing === null) req.resume()
  // An HTTP/2 stream shares its socket, which Node then guards against all of this.
  if (isHttp2(res)) return
  req.socket.setTimeout(0)
  req.socket.setNoDelay(true)
  req.socket.setKeepAlive(true)
}

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}
