import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { listen } from './listen.ts'

type Handler = (request: Request) => Response | Promise<Response>

/** What is needed of the runtimes that answer with a `Response` themselves. */
interface Runtimes {
  readonly Bun?: {
    serve(options: { port: number; hostname: string; idleTimeout: number; fetch: Handler }): { port: number }
  }
  readonly Deno?: {
    serve(options: { port: number; hostname: string; onListen(): void }, handler: Handler): { addr: { port: number } }
  }
}

/** The port of a server that answers with what `handler` gives; on Node by a loop of a reader and `res.write`. */
export async function serveWeb(handler: Handler): Promise<number> {
  const { Bun, Deno }: Runtimes = globalThis as object
  const where = { port: 0, hostname: '127.0.0.1' }
  if (Bun) return Bun.serve({ ...where, idleTimeout: 0, fetch: handler }).port
  if (Deno) return Deno.serve({ ...where, onListen: () => undefined }, handler).addr.port
  const server = createServer(async (req, res) => {
    const response = await handler(new Request(`http://test${req.url}`, { headers: { accept: 'text/event-stream' } }))
    res.writeHead(response.status, Object.fromEntries(response.headers)).flushHeaders()
    if (response.body) await copy(response.body, res)
    res.end()
  })
  return listen(server)
}

async function copy(body: ReadableStream<Uint8Array>, res: ServerResponse): Promise<void> {
  const reader = body.getReader()
  res.once('close', () => void reader.cancel())
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    if (!res.write(step.value) && !res.closed) await once(res, 'drain')
  }
}
