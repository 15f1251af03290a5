import { openSession } from '@eventwire/node'
import type { Hub } from '@eventwire/server'
import type { FastifyPluginAsync } from 'fastify'

/** A plugin for Fastify 5: GET /prices follows the prices, POST /prices publishes one. */
export function fastifyPrices(hub: Hub): FastifyPluginAsync {
  return async (app) => {
    app.get('/prices', async (request, reply) => {
      const session = await openSession(request.raw, reply.raw)
      // Only now that the response has begun: what openSession throws is answered by Fastify as any other error.
      reply.hijack()
      if (session) await hub.subscribe(session, ['prices'])
    })

    app.post<{ Body: string }>('/prices', async (request, reply) => {
      await hub.channel('prices').publish({ type: 'price', data: request.body })
      return reply.code(204).send()
    })
  }
}
