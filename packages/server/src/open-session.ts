import { admit, type DoorOptions } from './admission.ts'
import { eventStreamHeaders } from './head.ts'
import { requestLastEventId } from './last-event-id.ts'
import { resolveSessionOptions } from './session-options.ts'
import { Session } from './session.ts'
import { StreamSink } from './stream-sink.ts'

/** What a door opens: the response to return, and the session unless the request was answered otherwise. */
export interface Opened<C> {
  readonly response: Response
  readonly session?: Session<C>
}

/**
 * The web-standard door: answers a `Request` with an event stream, on any platform whose handlers return a `Response`.
 * The client's leaving is noticed when the platform cancels the body.
 *
 * A method other than `methods` is answered with 405, an `Accept` that excludes `text/event-stream` with 406, a HEAD
 * with the head alone; `authorize` decides on the rest.
 *
 * @throws RangeError (as a rejection) for options that cannot be; whatever `authorize` throws.
 * @example
 * ```ts
 * export default {
 *   async fetch(request: Request): Promise<Response> {
 *     const { response, session } = await openSession(request)
 *     if (session) await hub.subscribe(session, ['prices'])
 *     return response
 *   },
 * }
 * ```
 */
export async function openSession<C = undefined>(request: Request, options: DoorOptions<C> = {}): Promise<Opened<C>> {
  const resolved = resolveSessionOptions(options)
  const line = { method: request.method, accept: request.headers.get('accept') }
  const admission = await admit(line, () => request, options)
  if (admission instanceof Response) return { response: admission }
  const sink = new StreamSink()
  const lastEventId = requestLastEventId(request.headers.get('last-event-id'), request.url)
  const session = new Session<C>(sink, { lastEventId, context: admission.context, options: resolved })
  return { response: new Response(sink.stream, { headers: eventStreamHeaders() }), session }
}
