import type { Server } from 'node:net'
import { openSession, type NodeRequest, type NodeResponse } from '@eventwire/node'
import { Hub, MemoryLog } from '@eventwire/server'
import type { FanoutServer } from '../subject.ts'
import { listen } from './listen.ts'

/** A hub behind a server of Node's, by `openSession`. */
export async function hubOn(server: Server): Promise<FanoutServer> {
  const hub = new Hub({ log: new MemoryLog() })
  const channel = hub.channel('ticks')
  server.on('request', async (req: NodeRequest, res: NodeResponse) => {
    const session = await openSession(req, res)
    if (session) await hub.subscribe(session, ['ticks'])
  })
  const publish = (data: readonly string[]): unknown => Promise.all(data.map((each) => channel.publish({ data: each })))
  return { port: await listen(server), publish }
}
