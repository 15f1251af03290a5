import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Answer, Seen } from './answer.ts'
import { corsHeaders, preflight } from './cors.ts'
import { send } from './send.ts'

/** Milliseconds that a question about a close waits for it. */
const PATIENCE = 5_000

interface Entry {
  readonly seen: Seen[]
  readonly sockets: Socket[]
}

/**
 * A server that does to its clients whatever the URL says:
 *
 * | URL | |
 * | --- | --- |
 * | `/s/KEY?plan=JSON` | the next answer of the plan, counted by key; 204 after the last |
 * | `&cors=allow`, `&cors=refuse` | other origins may read it; and may, or may not, send `Last-Event-ID` |
 * | `/seen/KEY` | the requests of that key, as JSON |
 * | `/seen/KEY?closed=N` | the same, once the connection of the Nth is closed, or after 5 s |
 *
 * Anything else goes to `fallback`.
 */
export class HostileServer implements AsyncDisposable {
  readonly origin: string
  readonly #server: ReturnType<typeof createServer>
  readonly #keys: Map<string, Entry>

  private constructor(server: ReturnType<typeof createServer>, keys: Map<string, Entry>) {
    this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    this.#server = server
    this.#keys = keys
  }

  static async start(fallback: RequestListener = notFound): Promise<HostileServer> {
    const keys = new Map<string, Entry>()
    const server = createServer((request, response) => {
      void handle(keys, request, response, fallback)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new HostileServer(server, keys)
  }

  /** The URL of a plan of its own. */
  url(key: string, plan: readonly Answer[], more = ''): string {
    return `${this.origin}/s/${key}?plan=${encodeURIComponent(JSON.stringify(plan))}${more}`
  }

  seen(key: string): readonly Seen[] {
    return this.#keys.get(key)?.seen ?? []
  }

  /** The socket of the last request of that key. */
  socket(key: string): Socket | undefined {
    return this.#keys.get(key)?.sockets.at(-1)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }
}

async function handle(
  keys: Map<string, Entry>,
  request: IncomingMessage,
  response: ServerResponse,
  fallback: RequestListener,
): Promise<void> {
  const { pathname, searchParams: query } = new URL(request.url ?? '', 'http://test')
  const [, door, key = ''] = pathname.split('/')
  if (door !== 's' && door !== 'seen') return fallback(request, response)
  const entry = keys.get(key) ?? { seen: [], sockets: [] }
  keys.set(key, entry)
  if (door === 'seen') return await tell(entry, query.get('closed'), response)
  const cors = query.get('cors')
  if (request.method === 'OPTIONS') return preflight(response, cors)

  const { socket, method = '', headers } = request
  const id = headers['last-event-id']
  const lastEventId = typeof id === 'string' ? Buffer.from(id, 'latin1').toString() : undefined
  const seen: Seen = { method, query: query.toString(), lastEventId, headers, body: '', closed: false, at: Date.now() }
  const plan: readonly Answer[] = JSON.parse(query.get('plan') ?? '[]')
  const answer = plan[entry.seen.length] ?? { status: 204, headers: {}, framing: 'close' }
  entry.seen.push(seen)
  entry.sockets.push(socket)
  socket.setNoDelay(true)
  // That the client has gone is what a write says, too; `closed` tells it.
  socket.on('error', () => undefined)
  socket.once('close', () => {
    seen.closed = true
    socket.emit('seen')
  })
  seen.body = await text(request)
  await send(socket, answer, Number(lastEventId ?? 0), corsHeaders(cors))
}

async function tell({ seen, sockets }: Entry, closed: string | null, response: ServerResponse): Promise<void> {
  const index = Number(closed) - 1
  const socket = sockets[index]
  if (closed !== null && socket && seen[index]?.closed === false) await closedOrLate(socket)
  response.writeHead(200, { 'content-type': 'application/json', 'access-control-allow-origin': '*' })
  response.end(JSON.stringify({ requests: seen }))
}

async function closedOrLate(socket: Socket): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, PATIENCE)
    socket.once('seen', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

function notFound(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(404).end()
}
