import { NatsLogs } from '@eventwire/nats'
import { connect } from '@nats-io/transport-node'
import { eventLogNode } from '../event-log-node.ts'
import { KEPT, type OpenNode } from '../subject.ts'

export const open: OpenNode = async ({ at }) => {
  const connection = await connect({ servers: at })
  const logs = new NatsLogs({ connection, maxEntries: KEPT })
  return eventLogNode(logs, async () => {
    await logs.close()
    await connection.close()
  })
}
