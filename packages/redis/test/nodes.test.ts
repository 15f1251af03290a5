import { RedisServer, withRedis } from '@eventwire/faults/redis-server'
import { twoNodes } from '@eventwire/faults/two-nodes'
import { Hub } from '@eventwire/server'
import { afterEach, beforeEach, describe, it } from 'vitest'
import { RedisLogs } from '../src/index.ts'
import { CLIENTS, type TestClient } from './clients.ts'

describe.for(CLIENTS)('hubs on two nodes, on %s', withRedis, ([, connect]) => {
  let server: RedisServer
  const close: (() => Promise<void>)[] = []

  beforeEach(async () => {
    server = await RedisServer.start()
  })

  afterEach(async () => {
    for (const each of close.splice(0).toReversed()) await each()
    await server[Symbol.asyncDispose]()
  })

  /** A node: a client of its own, logs and a hub. */
  async function node(onError: (error: unknown) => void = () => undefined): Promise<Hub> {
    const redis: TestClient = await connect(server.url)
    const logs = new RedisLogs({ client: redis.client, timeout: 500, checkInterval: 1_000, onError: () => undefined })
    const hub = new Hub({ log: logs.open('news'), onError })
    close.push(
      async () => redis[Symbol.asyncDispose](),
      () => logs.close(),
      () => hub.close(),
    )
    return hub
  }

  for (const { name, run } of twoNodes) {
    it(name, () => run({ node, away: () => server.kill(), back: () => server.start(), keeps: false }))
  }
})
