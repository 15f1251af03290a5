import { Cluster } from 'ioredis'
import { createCluster } from 'redis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RedisLogs, type RedisClient } from '../src/index.ts'
import { ioredis, type TestClient } from './clients.ts'
import { Follower, say, verdictOf } from '@eventwire/faults/follower'
import { freePort, RedisServer, withRedis } from '@eventwire/faults/redis-server'

interface Opened {
  readonly client: RedisClient
  close(): void
}

const CLUSTERS: readonly (readonly [string, (port: number) => Promise<Opened>])[] = [
  [
    'ioredis',
    async (port) => {
      const client = new Cluster([{ host: '127.0.0.1', port }])
      return { client, close: () => client.disconnect() }
    },
  ],
  [
    'redis',
    async (port) => {
      const client = createCluster({ rootNodes: [{ url: `redis://127.0.0.1:${port}` }] })
      client.on('error', () => undefined)
      await client.connect()
      return { client, close: () => client.destroy() }
    },
  ],
]

describe('a cluster', withRedis, () => {
  let server: RedisServer

  beforeAll(async () => {
    // One node is enough for Redis to refuse what is not of one slot.
    const port = String(await freePort())
    const own = ['--cluster-port', port, '--cluster-announce-ip', '127.0.0.1']
    server = await RedisServer.start('--cluster-enabled', 'yes', ...own)
  })

  afterAll(() => server[Symbol.asyncDispose]())

  it.for(CLUSTERS)('%s: all keys of a log are of one slot', async ([client, connect]) => {
    await using node = await ioredis(server.url)
    await expect.poll(() => slotsAre(node), { timeout: 20_000 }).toContain('cluster_state:ok')
    const cluster = await connect(server.port)
    const logs = new RedisLogs({ client: cluster.client, prefix: `${client}:` })
    try {
      await logs.check()
      for (const name of ['a', '', '}', '{', '{}x', 'a}b{c', '%', '%7d', 'имя']) {
        const log = logs.open(name)
        const follower = await Follower.of(log, { at: 'head' })
        const waiting = follower.until(2)
        const [first = ''] = await log.append([{ channel: 'c', data: `${name} 1` }], { idempotencyKey: 'k' })
        await say(log, `${name} 2`)
        expect(await waiting).toEqual([`${name} 1`, `${name} 2`])
        expect(await verdictOf(log, first)).toEqual([`${name} 2`])
        follower.leave()
      }
    } finally {
      await logs.close()
      cluster.close()
    }
  })
})

/** Gives the node all slots, unless it has them. */
async function slotsAre(node: TestClient): Promise<unknown> {
  await node.command('CLUSTER', 'ADDSLOTSRANGE', '0', '16383').catch(() => 'It has them')
  return node.command('CLUSTER', 'INFO')
}
