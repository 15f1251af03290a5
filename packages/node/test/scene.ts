import { Hub, MemoryLog, type MemoryLogOptions } from '@eventwire/server'
import { serve, type EventServer, type ServeOptions } from '../src/index.ts'

/** A hub on a log with the epoch `e`. */
export function newHub(options?: MemoryLogOptions): Hub {
  return new Hub({ log: new MemoryLog({ epoch: 'e', ...options }) })
}

/** A server that feeds everyone from the start of a hub. */
export function serveHub(hub: Hub, options?: ServeOptions): Promise<EventServer> {
  return serve(async (_request, open) => {
    const { response, session } = await open()
    if (session) await hub.subscribe(session, 'all', { start: { at: 'floor' } })
    return response
  }, options)
}
