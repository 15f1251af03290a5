import { openStream, type DoorOptions, type Opened } from '@eventwire/server'
import type { DenoServeInfo } from './platform.ts'

/**
 * Answers a request of `Deno.serve` with an event stream. A method other than `methods` is answered with 405, an `Accept`
 * that excludes `text/event-stream` with 406, a HEAD with the head alone; `authorize` decides on the rest.
 *
 * @param info what `Deno.serve` gives your handler beside the request. With it a session also ends whose response you
 * did not return.
 * @throws RangeError (as a rejection) for options that cannot be; whatever `authorize` throws.
 * @example
 * ```ts
 * Deno.serve(async (request, info) => {
 *   const { response, session } = await openSession(request, info)
 *   if (session) await hub.subscribe(session, ['prices'])
 *   return response
 * })
 * ```
 */
export function openSession<C = undefined>(
  request: Request,
  info?: DenoServeInfo,
  options: DoorOptions<C> = {},
): Promise<Opened<C>> {
  return openStream(request, options, info ? { left: settled(info.completed) } : {})
}

/** Not the request's own signal: it aborts after a success too, and to look at it makes Deno warn of that. */
function settled(completed: Promise<void>): AbortSignal {
  const over = new AbortController()
  const abort = (): void => over.abort()
  completed.then(abort, abort)
  return over.signal
}
