import { fastifySSE } from '@fastify/sse'
import { fastify, type FastifyReply } from 'fastify'
import type { AddressInfo } from 'node:net'
import type { StartServer } from '../subject.ts'

/** The plugin of Fastify: a reply that is kept alive for each reader, `send` for each event; data are strings. */
export const start: StartServer = async () => {
  const replies = new Set<FastifyReply>()
  let id = 0
  const app = fastify()
  await app.register(fastifySSE, { serializer: String })
  app.get('/*', { sse: 'only' }, async (_request, reply) => {
    reply.sse.keepAlive()
    reply.sse.sendHeaders()
    reply.raw.flushHeaders()
    replies.add(reply)
    reply.sse.onClose(() => replies.delete(reply))
  })
  const publish = async (data: readonly string[]): Promise<void> => {
    for (const each of data) {
      id += 1
      await Promise.all(Array.from(replies, (reply) => reply.sse.send({ id: `aaaaaaaaaaaa-${id}`, data: each })))
    }
  }
  await app.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 })
  return { port: (app.server.address() as AddressInfo).port, publish }
}
