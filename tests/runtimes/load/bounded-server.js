// A server with one hub, ordered to publish much. Argument: the runtime's name.
// GET / takes everything and may stall for as long as it likes; GET /impatient is cut if it takes nothing for 1 s.

import process from 'node:process'
import { Hub, MemoryLog } from '@eventwire/server'
import { until } from '../servers/until.js'
import { memory, takeOrders } from './orders.js'
import { payload } from './payload.js'

const WRITE_TIMEOUT = 1_000

const [, , runtime = ''] = process.argv
const { serve } = await import(`@eventwire/${runtime}`)
const errors = []
const ends = []
let published = 0
const hub = new Hub({
  log: new MemoryLog({ epoch: 'e' }),
  observer: { closed: (_, reason) => ends.push({ reason, at: Date.now() }) },
  onError: (error) => errors.push(String(error)),
})
const server = await serve(
  async ({ url }, open) => {
    const { response, session } = await open({
      heartbeat: false,
      writeTimeout: url.endsWith('/impatient') ? WRITE_TIMEOUT : false,
    })
    if (session) await hub.subscribe(session, 'all')
    return response
  },
  { onError: (error) => errors.push(String(error)) },
)

await takeOrders(server, {
  async publish(count) {
    const channel = hub.channel('c')
    for (const last = published + count; published < last;) {
      published += 1
      await channel.publish({ data: payload(published) })
    }
    return Date.now()
  },
  empty: () =>
    until(
      () => hub.sessions === 0,
      () => `none of ${hub.sessions} sessions is left`,
    ),
  async ended(count) {
    await until(
      () => ends.length === count,
      () => `${count} sessions have ended, not ${ends.length}`,
    )
    return ends
  },
  look: async () => ({ ...(await memory()), sessions: hub.sessions, errors }),
})
