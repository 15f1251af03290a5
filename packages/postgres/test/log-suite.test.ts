import { logSuite, unsupportedReason, type LogSubject } from '@eventwire/conformance'
import { PostgresServer, withPostgres } from '@eventwire/faults/postgres-server'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { PostgresLogs, type PostgresLog, type PostgresLogsOptions } from '../src/index.ts'
import { CLIENTS, type TestClient } from './clients.ts'

describe.for(CLIENTS)('logSuite: PostgresLog on %s', withPostgres, ([, connect]) => {
  let server: PostgresServer
  let clients: readonly TestClient[] = []
  let count = 0
  const names = new WeakMap<object, { readonly name: string; readonly maxEntries: number }>()

  beforeAll(async () => {
    server = await PostgresServer.start()
    clients = [connect(server.url), connect(server.url)]
    await logsOf(0, {}).migrate()
  })

  afterAll(async () => {
    for (const client of clients) await client[Symbol.asyncDispose]()
    await server?.[Symbol.asyncDispose]()
  })

  function logsOf(node: number, options: Omit<PostgresLogsOptions, 'client'>): PostgresLogs {
    const client = clients[node]?.client
    if (!client) throw new Error('No client')
    return new PostgresLogs({ client, ...options })
  }

  /** A log with a store of its own, so that nothing stays of it. */
  function openOn(node: number, name: string, maxEntries: number): PostgresLog {
    const logs = logsOf(node, { maxEntries })
    const log = logs.open(name)
    const dispose = log[Symbol.asyncDispose].bind(log)
    names.set(log, { name, maxEntries })
    return Object.assign(log, {
      [Symbol.asyncDispose]: async () => {
        await dispose()
        await logs.close()
      },
    })
  }

  const subject: LogSubject = {
    open: async ({ maxEntries }) => openOn(0, `log ${(count += 1)}`, maxEntries),
    later: (position) => position.replace(/-(\d+)-/, (_, seq) => `-${Number(seq) + 1}-`),
    async beside(log) {
      const { name, maxEntries } = names.get(log) ?? { name: '', maxEntries: 0 }
      return openOn(1, name, maxEntries)
    },
    async openStore() {
      const logs = logsOf(0, { schema: `store_${(count += 1)}` })
      await logs.migrate()
      return logs
    },
  }

  for (const check of logSuite) {
    const reason = unsupportedReason(subject, check)
    if (reason === undefined) it(check.name, () => check.run(subject))
    else it.skip(`${check.name} (${reason})`)
  }
})
