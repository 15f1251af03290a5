import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Hub, MemoryLog } from '@eventwire/server'

/** An application that listens, with the hub that it feeds its clients from. */
export interface Running extends AsyncDisposable {
  readonly hub: Hub
  /** Where its prices are. */
  readonly url: string
}

export function newHub(): Hub {
  return new Hub({ log: new MemoryLog() })
}

/** Runs an application that is a listener of `node:http`. */
export async function listening(hub: Hub, listener: RequestListener): Promise<Running> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return running(hub, `http://127.0.0.1:${(server.address() as AddressInfo).port}`, async () => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  })
}

/** What `close` ends, after the hub. */
export function running(hub: Hub, origin: string, close: () => Promise<unknown>): Running {
  return {
    hub,
    url: `${origin}/prices`,
    async [Symbol.asyncDispose]() {
      await hub.close()
      await close()
    },
  }
}
