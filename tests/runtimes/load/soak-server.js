// A hub that publishes to whoever is there. Argument: the runtime's name.

import process from 'node:process'
import { Hub, MemoryLog } from '@eventwire/server'
import { until } from '../servers/until.js'
import { memory, takeOrders } from './orders.js'

const [, , runtime = ''] = process.argv
const { serve } = await import(`@eventwire/${runtime}`)
const errors = []
const onError = (error) => errors.push(String(error))
const hub = new Hub({ log: new MemoryLog({ epoch: 'e', maxEntries: 100_000 }), onError })
const server = await serve(
  async (_request, open) => {
    const { response, session } = await open()
    if (session) await hub.subscribe(session, 'all')
    return response
  },
  { onError },
)
let published = 0
let timer

await takeOrders(server, {
  /** Publishes an event every so many milliseconds. */
  start(interval) {
    timer = setInterval(() => {
      published += 1
      hub
        .channel('c')
        .publish({ data: `event ${published}` })
        .catch(onError)
    }, interval)
  },
  /** Publishes no more, and says how many there were. */
  stop() {
    clearInterval(timer)
    return published
  },
  empty: () =>
    until(
      () => hub.sessions === 0,
      () => `none of ${hub.sessions} sessions is left`,
    ),
  look: async () => ({ ...(await memory()), sessions: hub.sessions, errors }),
})
