import type { ServerResponse } from 'node:http'
import type { Server } from 'node:net'
import type { FanoutServer } from '../subject.ts'
import { listen } from './listen.ts'

/** What people write by hand: `res.write` for each reader and event. */
export async function responseWriting(server: Server): Promise<FanoutServer> {
  const responses = new Set<ServerResponse>()
  let id = 0
  server.on('request', (_req, res: ServerResponse) => {
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
