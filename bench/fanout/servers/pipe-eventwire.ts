import { createServer } from 'node:http'
import { openSession } from '@eventwire/node'
import type { StartServer } from '../subject.ts'
import { fastSource } from './fast-source.ts'
import { listen } from './listen.ts'

/** `session.pipe` of a session of Node's adapter. */
export const start: StartServer = async () => {
  const server = createServer(async (req, res) => {
    const session = await openSession(req, res)
    await session?.pipe(fastSource(req.url ?? ''))
  })
  return { port: await listen(server) }
}
