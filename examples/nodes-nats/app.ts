import { NatsLogs } from '@eventwire/nats'
import { Hub, type Handler } from '@eventwire/server'
import { connect } from '@nats-io/transport-node'

/** One of many servers of a news ticker: POST / publishes a line, GET / follows all that are kept, whoever published them. */
export interface Node extends AsyncDisposable {
  readonly handler: Handler
}

/** @param servers the NATS that all of them share, as 127.0.0.1:4222 */
export async function node(servers: string): Promise<Node> {
  // For ever: the client gives up after ten times otherwise.
  const connection = await connect({ servers, maxReconnectAttempts: -1, timeout: 2_000 })
  const logs = new NatsLogs({ connection, prefix: 'ticker', maxEntries: 10_000 })
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
      await connection.close()
    },
  }
}
