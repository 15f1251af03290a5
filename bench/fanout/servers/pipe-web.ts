import { openSession } from '@eventwire/server'
import type { StartServer } from '../subject.ts'
import { fastSource } from './fast-source.ts'
import { serveWeb } from './web-serve.ts'

/** `session.pipe` of a session of the web door, which is a `Response` for whatever serves it. */
export const start: StartServer = async () => {
  const port = await serveWeb(async (request) => {
    const { response, session } = await openSession(request)
    // It goes on while the response is read.
    void session?.pipe(fastSource(new URL(request.url).pathname))
    return response
  })
  return { port }
}
