import { openStream, type DoorOptions, type Opened } from '@eventwire/server'
import { DirectSink } from './direct-sink.ts'
import type { BunServer } from './platform.ts'

/**
 * Answers a request of `Bun.serve` with an event stream, which Bun does not close for being quiet. A method other than
 * `methods` is answered with 405, an `Accept` that excludes `text/event-stream` with 406, a HEAD with the head alone;
 * `authorize` decides on the rest.
 *
 * @param server what `Bun.serve` gives your `fetch` beside the request.
 * @throws TypeError (as a rejection) for a server that is none; RangeError for options that cannot be; whatever
 * `authorize` throws.
 * @example
 * ```ts
 * Bun.serve({
 *   async fetch(request, server) {
 *     const { response, session } = await openSession(request, server)
 *     if (session) await hub.subscribe(session, ['prices'])
 *     return response
 *   },
 * })
 * ```
 */
export async function openSession<C = undefined>(
  request: Request,
  server: BunServer,
  options: DoorOptions<C> = {},
): Promise<Opened<C>> {
  if (typeof Object(server).timeout !== 'function') {
    throw new TypeError('server must be what Bun.serve gives fetch as second argument: openSession(request, server)')
  }
  const opened = await openStream(request, options, {
    left: request.signal,
    sink: (init) => new DirectSink(init),
    cutReason() {
      // Of a body that was wrapped, Bun does not tell a client that does not read: it is closed for being idle instead.
      server.timeout(request, 1)
      // Bun writes what a body fails with to the console, with its stack, unless that is undefined.
      return undefined
    },
  })
  // Bun closes connections that were quiet for 10 seconds, which is less than a heartbeat.
  if (opened.session) server.timeout(request, 0)
  return opened
}
