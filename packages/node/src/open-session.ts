import { admit, requestLastEventId, resolveSessionOptions, Session } from '@eventwire/server'
import type { DoorOptions, ResolvedSessionOptions } from '@eventwire/server'
import { badRequest } from './bad-request.ts'
import { isHttp2 } from './leaving.ts'
import type { NodeRequest, NodeResponse } from './platform.ts'
import { mayHaveBody } from './request-body.ts'
import { ResponseLife } from './response-life.ts'
import { ResponseSink, type SinkParts } from './response-sink.ts'
import { sendResponse, type OutgoingHeaders } from './send-response.ts'
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
  const life = new ResponseLife(req, res)
  const opened = await open({ req, res, life, request: () => toRequest(req, life) }, options)
  if ('response' in opened) {
    await sendResponse(opened.response, req, res, life)
    return undefined
  }
  opened.begin(200, Object.fromEntries(opened.headers))
  return opened.session
}

/** A session whose head is yet to be sent. */
export interface Begun<C> {
  readonly session: Session<C>
  /** The head that it is to have. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Sends a head, and what the session has sent meanwhile. */
  begin(status: number, headers: OutgoingHeaders): void
}

/** One request, as a door sees it. */
export interface Incoming {
  readonly req: NodeRequest
  readonly res: NodeResponse
  readonly life: ResponseLife
  request(): Request
  readonly letGo?: SinkParts['letGo']
}

/** Opens a session on the response, or gives the response to send instead. */
export async function open<C>(
  incoming: Incoming,
  options: DoorOptions<C>,
): Promise<Begun<C> | { readonly response: Response }> {
  const { req, res, life, letGo } = incoming
  if (res.headersSent) throw new TypeError('res was begun already: open the session before anything is sent')
  const resolved = resolveSessionOptions(options)
  const line = { method: req.method ?? 'GET', accept: one(req.headers['accept']) }
  const admission = await admit(line, () => incoming.request(), options).catch(badRequest)
  if (admission instanceof Response) return { response: admission }
  const { headers } = admission
  if (life.isOver) {
    // Nobody is there to be fed. A session that is over from the start would make `subscribe` reject.
    admission.leave?.()
    return { response: new Response(null, { headers }) }
  }
  if (res.headersSent) {
    admission.leave?.()
    throw new TypeError('res was begun while authorize was waited for: answer by the Response that authorize returns')
  }
  keepOpen(req, res, resolved)
  const lastEventId = requestLastEventId(one(req.headers['last-event-id']), req.url ?? '/')
  const sink = new ResponseSink({ request: req, response: res, life, letGo })
  const session = new Session<C>(sink, { lastEventId, grant: admission, options: resolved })
  return { session, headers, begin: (status, head) => sink.begin(status, head) }
}

function keepOpen(
  req: NodeRequest,
  res: NodeResponse,
  { heartbeat, writeTimeout }: Pick<ResolvedSessionOptions, 'heartbeat' | 'writeTimeout'>,
): void {
  // While a body waits to be read, Node does not look at the socket, and a client's leaving is not noticed.
  if (req.readableFlowing === null && mayHaveBody(req, res)) req.resume()
  // An HTTP/2 stream shares its socket, which Node then guards against all of this.
  if (isHttp2(res)) return
  req.socket.setTimeout(0)
  req.socket.setNoDelay(true)
  // Who has vanished takes no heartbeat, and is cut for that. Without the one or the other only TCP finds out.
  if (heartbeat === false || writeTimeout === false) req.socket.setKeepAlive(true)
}

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}
