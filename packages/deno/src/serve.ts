import { Application, CutError, internalServerError } from '@eventwire/server'
import type { EventServer, Handler, ServeOptions } from '@eventwire/server'
import { deno } from './deno.ts'
import { isLeaving } from './leaving.ts'
import { openSession } from './open-session.ts'
import { Requests } from './requests.ts'

/**
 * Serves an application file that runs on every runtime, by `Deno.serve`: a function from `Request` to `Response`, which
 * opens sessions by the `open` it is given.
 *
 * @throws RangeError (as a rejection) for a port or another option that cannot be; TypeError where there is no
 * `Deno.serve`; the system's error, with its `code`, if it cannot listen.
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
  const requests = new Requests()
  const cutting = new AbortController()
  const platform = {
    port,
    hostname,
    signal: cutting.signal,
    // By default it writes where it listens to the console.
    onListen: () => undefined,
    onError(error: unknown) {
      // Deno tells of a stream that was cut on purpose as of one that failed.
      if (!(error instanceof CutError)) onError(error)
      return internalServerError()
    },
  }
  const server = deno().serve(platform, (request, info) => {
    requests.add(info.completed)
    return application.answer({
      request,
      open: (own) => openSession(request, info, own),
      isLeaving: (error) => isLeaving(error, request),
    })
  })
  const cut = (): void => cutting.abort()
  const close = (): Promise<void> => {
    // Not shutdown(): after that Deno cuts nobody any more, and waits for who does not read for as long as that takes.
    void requests.none().then(cut)
    return server.finished
  }
  return application.serving({ port: server.addr.port, close, cut })
}
