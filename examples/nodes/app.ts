import { RedisLogs } from '@eventwire/redis'
import { Hub, type Handler } from '@eventwire/server'
import { Redis } from 'ioredis'

/** One of many servers of a news ticker: POST / publishes a line, GET / follows all that are kept, whoever published them. */
export interface Node extends AsyncDisposable {
  readonly handler: Handler
}

/** @param url of the Redis that all of them share */
export async function node(url: string): Promise<Node> {
  const client = new Redis(url)
  client.on('error', (error) => console.error(`Redis: ${error.message}`))
  const logs = new RedisLogs({ client, prefix: 'ticker:', maxEntries: 10_000 })
  await logs.check()
  const hub = new Hub({ log: logs.open('lines') })

  return {
    async handler(request, open) {
      if (request.method === 'POST') {
        await hub.channel('lines').publish({ data: await request.text() })
        return new Response(null, { status: 204 })
      }
      const { response, session } = await open({ methods: ['GET'] })
      if (session) await hub.subscribe(session, ['lines'], { start: { at: 'floor' } })
      return response
    },
    async [Symbol.asyncDispose]() {
      await hub.close()
      await logs.close()
      client.disconnect()
    },
  }
}
