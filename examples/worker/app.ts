import { Hub, MemoryLog, type Handler } from '@eventwire/server'

/** A queue of jobs: POST / adds one, as JSON; GET / follows them, from the first on. */
export function queue(): Handler {
  const hub = new Hub({ log: new MemoryLog({ maxEntries: 10_000 }) })
  const jobs = hub.channel('jobs')

  return async (request, open) => {
    if (request.method === 'POST') {
      await jobs.publish({ type: 'job', data: await request.text() })
      return new Response(null, { status: 204 })
    }
    const { response, session } = await open({ methods: ['GET'] })
    if (session) await hub.subscribe(session, ['jobs'], { start: { at: 'floor' } })
    return response
  }
}
