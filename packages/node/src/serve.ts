import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { reportFailure, resolveSessionOptions, type DoorOptions } from '@eventwire/server'
import { answer, type Handler } from './answer.ts'
import { HttpServer } from './http-server.ts'
import { cut, isLeaving } from './leaving.ts'
import { Sessions } from './sessions.ts'

/** How to serve; the options of a door are those of every session, unless `open` is given others. */
export interface ServeOptions extends DoorOptions {
  /** @default 0, a free port */
  readonly port?: number
  /** @default '127.0.0.1' */
  readonly hostname?: string
  /** Milliseconds that `close()` gives clients to read what was sent to them, before it cuts them. @default 2_000 */
  readonly closeTimeout?: number
  /** Told what a handler throws; the client gets a 500 without details. @default console.error */
  readonly onError?: (error: unknown) => void
}

/** A server that listens. */
export interface EventServer extends AsyncDisposable {
  /** For example `http://127.0.0.1:8080`. */
  readonly url: string
  readonly port: number
  /**
   * Takes no more connections, ends all sessions, and resolves once every connection is closed: at the latest after
   * `closeTimeout`.
   */
  close(): Promise<void>
}

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
  const { port = 0, hostname = '127.0.0.1', closeTimeout = 2_000, onError = reportFailure, ...door } = options
  if (typeof handler !== 'function') throw new TypeError(`handler must be a function, got ${typeof handler}`)
  checkTimeout(closeTimeout)
  resolveSessionOptions(door)

  const sessions = new Sessions()
  const server = new HttpServer((req, res) => {
    answer(req, res, { handler, door, sessions }).catch((error: unknown) => fail(error, req, res))
  })
  await listen(server, port, hostname)
  // Without a listener a connection that the system fails to accept would end the process.
  server.on('error', onError)
  const bound = (server.address() as AddressInfo).port
  const host = hostname.includes(':') ? `[${hostname}]` : hostname
  let closed: Promise<void> | undefined
  const close = (): Promise<void> => (closed ??= closeServer(server, sessions, closeTimeout))
  return { url: `http://${host}:${bound}`, port: bound, close, [Symbol.asyncDispose]: close }

  function fail(error: unknown, req: IncomingMessage, res: ServerResponse): void {
    const hasLeft = isLeaving(error, req, res)
    if (res.headersSent) cut(res)
    else res.writeHead(500, { 'content-type': 'text/plain' }).end('Internal Server Error\n')
    if (!hasLeft) onError(error)
  }
}

function checkTimeout(milliseconds: number): void {
  if (milliseconds >= 0 && milliseconds < 2 ** 31) return
  throw new RangeError(`closeTimeout must be from 0 to ${2 ** 31 - 1} ms, got ${String(milliseconds)}`)
}

function listen(server: HttpServer, port: number, hostname: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, hostname, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

async function closeServer(server: HttpServer, sessions: Sessions, timeout: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  const cut = setTimeout(() => server.closeAllConnections(), timeout)
  await Promise.all([closed, sessions.close()])
  clearTimeout(cut)
}
