import { serve } from '@eventwire/node'
import { Hub, MemoryLog } from '@eventwire/server'
import type { StartServer } from '../subject.ts'

/** As anybody would use it: ids, resume, slow readers bounded, heartbeats. */
export const start: StartServer = async () => {
  const hub = new Hub({ log: new MemoryLog() })
  const { port } = await serve(async (_request, open) => {
    const { response, session } = await open()
    if (session) await hub.subscribe(session, ['ticks'])
    return response
  })
  const channel = hub.channel('ticks')
  return { port, publish: (data) => Promise.all(data.map((each) => channel.publish({ data: each }))) }
}
