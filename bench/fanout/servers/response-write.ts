import { createServer, type ServerResponse } from 'node:http'
import { listen } from './listen.ts'
import type { StartServer } from '../subject.ts'

/** What people write by hand: `res.write` for each reader and event. */
export const start: StartServer = async () => {
  const responses = new Set<ServerResponse>()
  let id = 0
  const server = createServer((_req, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
    responses.add(res)
    res.once('close', () => responses.delete(res))
  })
  const publish = (data: readonly string[]): void => {
    for (const each of data) {
      id += 1
      for (const res of responses) res.write(`id: aaaaaaaaaaaa-${id}\ndata: ${each}\n\n`)
    }
  }
  return { port: await listen(server), publish }
}
