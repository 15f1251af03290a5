import { RedisLogs } from '@eventwire/redis'
import { Redis } from 'ioredis'
import { eventLogNode } from '../event-log-node.ts'
import { KEPT, type OpenNode } from '../subject.ts'

export const open: OpenNode = async ({ at }) => {
  const client = new Redis(at)
  const logs = new RedisLogs({ client, prefix: 'ioredis:', maxEntries: KEPT })
  return eventLogNode(logs, async () => {
    await logs.close()
    client.disconnect()
  })
}
