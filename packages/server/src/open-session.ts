import { admit } from './admission.ts'
import { resolveSessionOptions, type DoorOptions } from './door-options.ts'
import { requestLastEventId } from './last-event-id.ts'
import { Session } from './session.ts'
import { StreamSink } from './stream-sink.ts'
import type { Transport } from './transport.ts'

/** What a door opens: the response to return, and the session unless the request was answered otherwise. */
export interface Opened<C> {
  readonly response: Response
  readonly session?: Session<C>
}

/**
 * The web-standard door: answers a `Request` with an event stream, on any platform whose handlers return a `Response`.
 * The client's leaving is noticed when the platform cancels the body, or aborts the request before it reads the body.
 *
 * A method other than `methods` is answered with 405, an `Accept` that excludes `text/event-stream` with 406, a HEAD
 * with the head alone; `authorize` decides on the rest, then `limits`.
 *
 * @throws TypeError, RangeError (as a rejection) for options that cannot be; whatever `authorize` throws.
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
  const session = new Session<C>(sink, { lastEventId, grant: admission, options: resolved })
  leaveWith(request.signal, sink, session)
  return { response: new Response(sink.stream, { headers: admission.headers }), session }
}

/** Until the platform reads the body it cannot cancel it: who leaves before is known by the request's signal alone. */
function leaveWith(signal: AbortSignal, sink: StreamSink, { transport }: { readonly transport: Transport }): void {
  const leave = (): void => {
    // Deno aborts the signal of every request, so that a body that is read tells of leaving by itself.
    if (!sink.isRead) sink.abort()
  }
  signal.addEventListener('abort', leave, { once: true })
  transport.onGone(() => signal.removeEventListener('abort', leave))
  if (signal.aborted) leave()
}
