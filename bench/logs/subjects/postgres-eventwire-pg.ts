import { PostgresLogs } from '@eventwire/postgres'
import { Pool } from 'pg'
import { eventLogNode } from '../event-log-node.ts'
import { KEPT, type OpenNode } from '../subject.ts'

export const open: OpenNode = async ({ at }) => {
  const client = new Pool({ connectionString: at }).on('error', console.error)
  const logs = new PostgresLogs({ client, schema: 'eventwire_pg', maxEntries: KEPT })
  await logs.migrate()
  return eventLogNode(logs, async () => {
    await logs.close()
    await client.end()
  })
}
