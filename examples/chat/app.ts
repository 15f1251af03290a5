import { Hub, MemoryLog, type Handler } from '@eventwire/server'

/** A chat: GET /rooms/NAME follows a room from its last 100 lines on, POST /rooms/NAME says something in it. */
export function chat(): Handler {
  const hub = new Hub({ log: new MemoryLog({ maxEntries: 100 }) })

  return async (request, open) => {
    const [, room] = /^\/rooms\/([a-z0-9-]{1,40})$/.exec(new URL(request.url).pathname) ?? []
    if (room === undefined) return new Response('Rooms are at /rooms/NAME.\n', { status: 404 })
    if (request.method === 'POST') {
      const data = await request.text()
      if (data.length > 1_000) return new Response('A line has 1,000 characters at most.\n', { status: 413 })
      await hub.channel(room).publish({ type: 'line', data })
      return new Response(null, { status: 204 })
    }
    const { response, session } = await open({ methods: ['GET'] })
    if (session) await hub.subscribe(session, [room], { start: { at: 'floor' } })
    return response
  }
}
