import type { DoorOptions } from './door-options.ts'
import { openStream } from './open-stream.ts'
import type { Opened } from './opened.ts'

/**
 * The web-standard door: answers a `Request` with an event stream, on any platform whose handlers return a `Response`.
 * The client's leaving is noticed when the platform cancels the body, or aborts the request's signal.
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
  return openStream(request, options, { left: request.signal })
}
