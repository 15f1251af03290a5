import { openSession } from '@eventwire/node'
import type { Hub } from '@eventwire/server'
import express, { type Express } from 'express'

/** Express 5: GET /prices follows the prices, POST /prices publishes one. */
export function expressApp(hub: Hub): Express {
  const app = express()

  app.get('/prices', async (req, res) => {
    const session = await openSession(req, res)
    if (session) await hub.subscribe(session, ['prices'])
  })

  app.post('/prices', express.text(), async (req, res) => {
    await hub.channel('prices').publish({ type: 'price', data: req.body })
    res.sendStatus(204)
  })
  return app
}
