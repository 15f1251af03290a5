import { createServer } from 'node:http'
import { listen } from './listen.ts'
import type { StartServer } from '../subject.ts'

/** A response of `node:http` whose head is sent, and nothing else: what a connection costs at the least there. */
export const start: StartServer = async () => {
  const server = createServer((_req, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
  })
  return { port: await listen(server) }
}
