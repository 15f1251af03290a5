import { openSession, type Hub } from '@eventwire/server'
import { Hono } from 'hono'

/** Hono by the web door, on any runtime: GET /prices follows the prices, POST /prices publishes one. */
export function honoApp(hub: Hub): Hono {
  const app = new Hono()

  app.get('/prices', async ({ req }) => {
    const { response, session } = await openSession(req.raw)
    if (session) await hub.subscribe(session, ['prices'])
    return response
  })

  app.post('/prices', async ({ req, body }) => {
    await hub.channel('prices').publish({ type: 'price', data: await req.text() })
    return body(null, 204)
  })
  return app
}
