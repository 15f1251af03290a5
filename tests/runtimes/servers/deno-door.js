import { Application } from '@eventwire/server'
import { openSession } from '@eventwire/deno'

/** A `Deno.serve` of one's own whose handler opens its sessions by `openSession`, in the shape of an adapter's `serve`. */
export async function serveByDoor(handler, options) {
  const application = new Application(handler, options)
  const cutting = new AbortController()
  const server = globalThis.Deno.serve(
    {
      port: 0,
      hostname: '127.0.0.1',
      signal: cutting.signal,
      onListen: () => undefined,
      // Told of streams that were cut on purpose, too.
      onError: () => new Response(null, { status: 500 }),
    },
    (request, info) =>
      application.answer({
        request,
        open: (own) => openSession(request, info, own),
        isLeaving: () => false,
      }),
  )
  return application.serving({
    port: server.addr.port,
    close: () => {
      cutting.abort()
      return server.finished
    },
    cut: () => undefined,
  })
}
