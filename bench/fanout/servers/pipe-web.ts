import type { StartServer } from '../subject.ts'
import { fastSource } from './fast-source.ts'
import { serveHere } from './serve-here.ts'
import { serveWeb } from './web-serve.ts'

/** `session.pipe` of a session whose `Response` somebody else serves: the runtime, or on Node a loop. */
export const start: StartServer = async () => ({ port: await ('Bun' in globalThis ? adapted() : bare()) })

async function adapted(): Promise<number> {
  const serve = await serveHere()
  const { port } = await serve(async (request, open) => {
    const { response, session } = await open()
    // It goes on while the response is read.
    void session?.pipe(fastSource(new URL(request.url).pathname))
    return response
  })
  return port
}

async function bare(): Promise<number> {
  const { openSession } = await ('Deno' in globalThis ? import('@eventwire/deno') : import('@eventwire/server'))
  return serveWeb(async (request) => {
    const { response, session } = await openSession(request)
    void session?.pipe(fastSource(new URL(request.url).pathname))
    return response
  })
}
