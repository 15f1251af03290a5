import { Application, internalServerError } from '@eventwire/server'
import type { EventServer, Handler, ServeOptions } from '@eventwire/server'
import { bun } from './bun.ts'
import { openSession } from './open-session.ts'

/**
 * Serves an application file that runs on every runtime, by `Bun.serve`: a function from `Request` to `Response`, which
 * opens sessions by the `open` it is given.
 *
 * @throws RangeError (as a rejection) for a port or another option that cannot be; TypeError where there is no
 * `Bun.serve`; the system's error, with its `code`, if it cannot listen.
 * @example
 * ```ts
 * const server = await serve(async (request, open) => {
 *   const { response, session } = await open()
 *   if (session) await hub.subscribe(session, ['prices'])
 *   return response
 * }, { port: 8080 })
 * ```
 */
export async function serve(handler: Handler, options: ServeOptions = {}): Promise<EventServer> {
  const application = new Application(handler, options)
  const { port, hostname, onError } = application
  const server = bun().serve({
    port,
    hostname,
    fetch: (request, self) =>
      application.answer({
        request,
        open: (own) => openSession(request, self, own),
        isLeaving: (error) => request.signal.aborted && error instanceof Error && error.name === 'AbortError',
      }),
    error(error) {
      onError(error)
      return internalServerError()
    },
  })
  return application.serving({ port: server.port, close: () => server.stop(), cut: () => server.stop(true) })
}
