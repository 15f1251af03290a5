import { faultWalk } from '@eventwire/faults/fault-walk'
import { urlOf, withPostgres } from '@eventwire/faults/postgres-server'
import { describe, it } from 'vitest'
import { PostgresLogs } from '../src/index.ts'
import { CLIENTS } from './clients.ts'
import { useStore } from './store.ts'

describe.for(CLIENTS)('over networks that fail at random, on %s', withPostgres, ([, connect]) => {
  const store = useStore()

  it('nothing is lost, nothing comes twice', { timeout: 60_000 }, async () => {
    const schema = store.schema()
    await store.node({ connect, schema }).logs.migrate()
    await faultWalk(
      {
        port: store.server.port,
        async log(name, port, stack) {
          const { client } = stack.use(connect(urlOf(port)))
          const logs = new PostgresLogs({
            client,
            schema,
            timeout: 500,
            checkInterval: 1_000,
            onError: () => undefined,
          })
          stack.defer(() => logs.close())
          return logs.open(name)
        },
      },
      4,
    )
  })
})
