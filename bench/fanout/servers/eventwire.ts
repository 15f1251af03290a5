import { Hub, MemoryLog } from '@eventwire/server'
import { numbered } from '../orders.ts'
import type { StartServer } from '../subject.ts'
import { serveHere } from './serve-here.ts'

/** As anybody would use it: ids, resume, slow readers bounded, heartbeats. Readers say their channels in their path. */
export const start: StartServer = async () => {
  const serve = await serveHere()
  const hub = new Hub({ log: new MemoryLog() })
  const { port } = await serve(async (request, open) => {
    const channels = new URL(request.url).pathname.split('/').slice(1)
    const { response, session } = await open()
    if (!session) return response
    if (channels[0] === 'filtered') await hub.subscribe(session, ['filtered'], { filter: nothing })
    else await hub.subscribe(session, channels[0] === '' ? ['ticks'] : channels)
    return response
  })
  const publish = (data: readonly string[], channel: string, first: number): unknown =>
    Promise.all(data.map((each, index) => hub.channel(numbered(channel, first + index)).publish({ data: each })))
  return { port, publish }
}

const nothing = (): boolean => false
