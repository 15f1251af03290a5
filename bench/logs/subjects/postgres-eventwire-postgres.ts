import { PostgresLogs } from '@eventwire/postgres'
import postgres from 'postgres'
import { eventLogNode } from '../event-log-node.ts'
import { KEPT, type OpenNode } from '../subject.ts'

export const open: OpenNode = async ({ at }) => {
  // It says of everything that is there already that it is.
  const client = postgres(at, { fetch_types: false, onnotice: () => undefined })
  const logs = new PostgresLogs({ client, schema: 'eventwire_postgres', maxEntries: KEPT })
  await logs.migrate()
  return eventLogNode(logs, async () => {
    await logs.close()
    await client.end({ timeout: 1 })
  })
}
