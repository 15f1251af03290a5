import { RedisLogs } from '@eventwire/redis'
import { createClient } from 'redis'
import { eventLogNode } from '../event-log-node.ts'
import { KEPT, type OpenNode } from '../subject.ts'

export const open: OpenNode = async ({ at }) => {
  const client = createClient({ url: at }).on('error', console.error)
  await client.connect()
  const logs = new RedisLogs({ client, prefix: 'redis:', maxEntries: KEPT })
  return eventLogNode(logs, async () => {
    await logs.close()
    client.destroy()
  })
}
