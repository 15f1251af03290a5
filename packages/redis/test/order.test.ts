import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectionOf } from '../src/detect.ts'
import { RedisLogs } from '../src/index.ts'
import { ioredis, type TestClient } from './clients.ts'
import { altered } from './connections.ts'
import { say, verdictOf } from '@eventwire/faults/follower'
import { RedisServer, withRedis } from '@eventwire/faults/redis-server'

describe('order', withRedis, () => {
  let server: RedisServer
  let redis: TestClient

  beforeEach(async () => {
    server = await RedisServer.start()
    redis = await ioredis(server.url)
  })

  afterEach(async () => {
    await redis[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  })

  it('of appends on their way when Redis has forgotten the script, as after a failover', async () => {
    const connection = connectionOf(redis.client)
    const held: (() => void)[] = []
    let holds = false
    const client = altered(connection, {
      // Sent at once; the answer comes when the test says so.
      async send(key, args, options) {
        const sent = connection.send(key, args, options)
        // What it is rejected with is heard of when the test says so.
        sent.catch(() => undefined)
        if (holds) await new Promise<void>((resolve) => held.push(resolve))
        return sent
      },
    })
    await using logs = new RedisLogs({ client, onError: () => undefined })
    const log = logs.open('log')
    const [start = ''] = await say(log, '0')
    await redis.command('SCRIPT', 'FLUSH')
    holds = true
    const appends: Promise<unknown>[] = []
    const append = async (data: string, sent: number): Promise<void> => {
      appends.push(log.append([{ channel: 'c', data }]))
      await expect.poll(() => held.length).toBe(sent)
    }
    await append('1', 1)
    await append('2', 2)
    holds = false
    // The first learns that the script is gone, and gives it; what comes now must not overtake the second.
    held[0]?.()
    await appends[0]
    appends.push(log.append([{ channel: 'c', data: '3' }]))
    await redis.command('PING')
    held[1]?.()
    await Promise.all(appends)
    expect(await verdictOf(log, start)).toEqual(['1', '2', '3'])
  })
})
