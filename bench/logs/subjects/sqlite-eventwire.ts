import { DatabaseSync } from 'node:sqlite'
import { SqliteLogs } from '@eventwire/sqlite'
import { eventLogNode } from '../event-log-node.ts'
import { KEPT, type OpenNode } from '../subject.ts'

export const open: OpenNode = async ({ at }) => {
  const database = new DatabaseSync(at)
  const logs = new SqliteLogs(database, { maxEntries: KEPT })
  return eventLogNode(logs, async () => {
    await logs[Symbol.asyncDispose]()
    database.close()
  })
}
