import { openSession } from '@eventwire/node'
import type { Hub } from '@eventwire/server'
import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { Hono } from 'hono'

/** Hono on Node by the door of Node: GET /prices follows the prices, POST /prices publishes one. */
export function honoNodeApp(hub: Hub): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>()

  app.get('/prices', async ({ env }) => {
    const session = await openSession(env.incoming, env.outgoing)
    if (session) await hub.subscribe(session, ['prices'])
    return RESPONSE_ALREADY_SENT
  })

  app.post('/prices', async ({ req, body }) => {
    await hub.channel('prices').publish({ type: 'price', data: await req.text() })
    return body(null, 204)
  })
  return app
}
