import { logSuite, unsupportedReason, type LogSubject } from '@eventwire/conformance'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { RedisLogs, type RedisLog } from '../src/index.ts'
import { CLIENTS, type TestClient } from './clients.ts'
import { RedisServer, withRedis } from '@eventwire/faults/redis-server'

describe.for(CLIENTS)('logSuite: RedisLog on %s', withRedis, ([, connect]) => {
  let server: RedisServer
  let clients: readonly TestClient[] = []
  let count = 0
  const names = new WeakMap<object, string>()

  beforeAll(async () => {
    server = await RedisServer.start()
    clients = [await connect(server.url), await connect(server.url)]
  })

  afterAll(async () => {
    for (const client of clients) await client[Symbol.asyncDispose]()
    await server?.[Symbol.asyncDispose]()
  })

  function logsOf(node: number, options: { readonly maxEntries: number; readonly prefix?: string }): RedisLogs {
    const client = clients[node]?.client
    if (!client) throw new Error('No client')
    return new RedisLogs({ client, ...options })
  }

  /** A log with a store of its own, so that nothing stays of it. */
  function openOn(node: number, name: string, maxEntries: number): RedisLog {
    const logs = logsOf(node, { maxEntries })
    const log = logs.open(name)
    const dispose = log[Symbol.asyncDispose].bind(log)
    names.set(log, `${maxEntries} ${name}`)
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
    beside: async (log) => {
      const [maxEntries = '', ...name] = (names.get(log) ?? '').split(' ')
      return openOn(1, name.join(' '), Number(maxEntries))
    },
    openStore: async () => logsOf(0, { maxEntries: 1_000, prefix: `store ${(count += 1)}:` }),
  }

  for (const check of logSuite) {
    const reason = unsupportedReason(subject, check)
    if (reason === undefined) it(check.name, () => check.run(subject))
    else it.skip(`${check.name} (${reason})`)
  }
})
