import type { DoorOptions } from './door-options.ts'
import type { Opened } from './opened.ts'

/** Opens a session for the request at hand; options given here go before those of `serve`. */
export type OpenSession = <C = undefined>(options?: DoorOptions<C>) => Promise<Opened<C>>

/**
 * An application that runs unchanged on every runtime: answers a request with what `open` gave as response, or with any
 * other. Headers may be set on the one of `open`. Nothing is sent before the response is returned, so do not wait for
 * a session to take more than it buffers, nor for its end, before you have returned it.
 *
 * @example
 * ```ts
 * const handler: Handler = async (request, open) => {
 *   const { response, session } = await open()
 *   if (session) await hub.subscribe(session, ['prices'])
 *   return response
 * }
 * ```
 */
export type Handler = (request: Request, open: OpenSession) => Response | Promise<Response>
