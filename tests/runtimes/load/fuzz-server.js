// A server with every option of a door that reads the request. Argument: the runtime's name.
// Everything is a stream of ticks, but /secret (401), /private (404) and /length, which counts the request's body.

import process from 'node:process'
import { Hub, MemoryLog, SessionLimits } from '@eventwire/server'
import { until } from '../servers/until.js'
import { takeOrders } from './orders.js'

const [, , runtime = ''] = process.argv
const { serve } = await import(`@eventwire/${runtime}`)
const REFUSALS = { '/secret': 401, '/private': 404 }
const errors = []
const onError = (error) => errors.push(String(error?.stack ?? error))
const limits = new SessionLimits({ sessions: 40, perKey: 4, answer: 'retry' })
const hub = new Hub({ log: new MemoryLog({ epoch: 'e', maxEntries: 50 }), onError })

const server = await serve(
  async (request, open) => {
    if (new URL(request.url).pathname === '/length') return new Response(String((await request.text()).length))
    const { response, session } = await open()
    if (session) await hub.subscribe(session, 'all')
    return response
  },
  {
    authorize({ url }) {
      const { pathname, searchParams } = new URL(url)
      const status = REFUSALS[pathname]
      if (status !== undefined) return new Response(null, { status })
      return { context: searchParams.get('user') ?? undefined }
    },
    limits,
    key: (_request, user) => user,
    cors: { origins: ['https://app.example'], credentials: true, headers: ['Authorization'] },
    heartbeat: 1_000,
    onError,
  },
)
let ticks = 0
setInterval(() => {
  ticks += 1
  hub
    .channel('ticks')
    .publish({ type: 'tick', data: String(ticks) })
    .catch(onError)
}, 5)

await takeOrders(server, {
  /** What was told to `onError` once nobody is there any more. */
  async rest() {
    await until(
      () => hub.sessions === 0 && limits.open === 0,
      () => `no session is left, of ${hub.sessions}, and no seat is taken, of ${limits.open}`,
    )
    return errors
  },
})
