import { logSuite, unsupportedReason, type LogSubject } from '@eventwire/conformance'
import { say, verdictOf } from '@eventwire/faults/follower'
import { NatsServer, withNats } from '@eventwire/faults/nats-server'
import type { NatsConnection } from '@nats-io/nats-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NatsLogs, type NatsLog, type NatsLogsOptions } from '../src/index.ts'
import { connection } from './connections.ts'

const STORAGES: readonly NonNullable<NatsLogsOptions['storage']>[] = ['memory', 'file']

const MANY = 'store: 10,000 logs are open at once, and none gets what is of another'
// Seen to pass in memory, in 85 s; in files it is 20,000 of them, more than machines commonly allow a process.
const REASON =
  'to make a stream NATS 2.9 looks at all that there are, and takes minutes for 10,000: 1,000 are tested instead'

describe.for(STORAGES)('logSuite: NatsLog, in %s', withNats, (storage) => {
  let server: NatsServer
  let connections: readonly NatsConnection[] = []
  let count = 0
  const names = new WeakMap<object, { readonly name: string; readonly maxEntries: number }>()

  beforeAll(async () => {
    server = await NatsServer.start()
    connections = [await connection(server.url), await connection(server.url)]
  })

  afterAll(async () => {
    for (const each of connections) await each.close()
    await server?.[Symbol.asyncDispose]()
  })

  function logsOf(node: number, options: Omit<NatsLogsOptions, 'connection'>): NatsLogs {
    const own = connections[node]
    if (!own) throw new Error('No connection')
    return new NatsLogs({ connection: own, storage, timeout: 20_000, ...options })
  }

  /** A log with a store of its own, so that nothing stays of it. */
  function openOn(node: number, name: string, maxEntries: number): NatsLog {
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
    beside: async (log) => {
      const { name = '', maxEntries = 1 } = names.get(log) ?? {}
      return openOn(1, name, maxEntries)
    },
    openStore: async () => logsOf(0, { maxEntries: 1_000, prefix: `store${(count += 1)}` }),
    unsupported: { [MANY]: REASON },
  }

  for (const check of logSuite) {
    const reason = unsupportedReason(subject, check)
    if (reason === undefined) it(check.name, { timeout: 120_000 }, () => check.run(subject))
    else it.skip(`${check.name} (${reason})`)
  }

  it('store: 1,000 logs are open at once, and none gets what is of another', { timeout: 60_000 }, async () => {
    await using logs = logsOf(0, { prefix: 'many' })
    const open = Array.from({ length: 1_000 }, (_, index) => logs.open(String(index)))
    for (const round of ['a', 'b']) {
      await Promise.all(open.map((log, index) => say(log, `${round}${index}`)))
    }
    const read = await Promise.all(open.map(async (log) => verdictOf(log, (await log.bounds()).floor.position)))
    expect(read).toEqual(open.map((_, index) => [`a${index}`, `b${index}`]))
  })
})
