import type { AddressInfo } from 'node:net'
import { Application, type EventServer, type Handler, type ServeOptions } from '@eventwire/server'
import { answer } from './answer.ts'
import { HttpServer } from './http-server.ts'

/**
 * Serves an application file that runs on every runtime: a function from `Request` to `Response`, which opens sessions
 * by the `open` it is given.
 *
 * @throws RangeError (as a rejection) for a port or another option that cannot be; the system's error, with its `code`,
 * if it cannot listen.
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
  const server: HttpServer = new HttpServer((req, res) => void answer({ req, res, application, server }))
  await listen(server, application)
  // Without a listener a connection that the system fails to accept would end the process.
  server.on('error', application.onError)
  return application.serving({
    port: (server.address() as AddressInfo).port,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
    cut: () => server.closeAllConnections(),
  })
}

function listen(server: HttpServer, { port, hostname }: Application): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, hostname, () => {
      server.off('error', reject)
      resolve()
    })
  })
}
