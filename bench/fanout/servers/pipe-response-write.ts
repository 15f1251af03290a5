import { once } from 'node:events'
import { createServer } from 'node:http'
import type { StartServer } from '../subject.ts'
import { fastSource } from './fast-source.ts'
import { listen } from './listen.ts'

/** What people write by hand: `res.write` for each event, and a wait for `drain` where it says so. */
export const start: StartServer = async () => {
  const server = createServer(async (req, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
    for await (const { data } of fastSource(req.url ?? '')) {
      if (!res.write(`data: ${data}\n\n`)) await once(res, 'drain')
    }
    res.end()
  })
  return { port: await listen(server) }
}
