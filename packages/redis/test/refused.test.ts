import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RedisLogs } from '../src/index.ts'
import { ioredis, type TestClient } from './clients.ts'
import { Follower, say } from '@eventwire/faults/follower'
import { RedisServer, withRedis } from '@eventwire/faults/redis-server'

describe('what Redis refuses', withRedis, () => {
  let server: RedisServer
  let redis: TestClient
  let logs: RedisLogs

  beforeEach(async () => {
    server = await RedisServer.start()
    redis = await ioredis(server.url)
    logs = new RedisLogs({ client: redis.client, onError: () => undefined })
  })

  afterEach(async () => {
    await logs.close()
    await redis[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  })

  const set = (name: string, value: string): Promise<unknown> => redis.command('CONFIG', 'SET', name, value)

  it.for<readonly [why: string, code: string, refuse: () => Promise<unknown>, allow: () => Promise<unknown>]>([
    ['memory', 'full', () => set('maxmemory', '1'), () => set('maxmemory', '0')],
    ['replicas', 'busy', () => set('min-replicas-to-write', '1'), () => set('min-replicas-to-write', '0')],
    [
      'the role',
      'read-only',
      () => redis.command('REPLICAOF', '127.0.0.1', '1'),
      () => redis.command('REPLICAOF', 'NO', 'ONE'),
    ],
  ])('for lack of %s, nobody is told of', async ([, code, refuse, allow]) => {
    const log = logs.open('log')
    const follower = await Follower.of(log, { at: 'head' })
    const first = follower.until(1)
    await expect.poll(async () => redis.command('PUBSUB', 'CHANNELS')).toHaveLength(1)
    await say(log, '1')
    await first
    const waiting = follower.until(2)
    await refuse()
    await expect(say(log, 'refused')).rejects.toMatchObject({ name: 'LogError', code })
    await allow()
    await say(log, '2')
    expect(await waiting).toEqual(['1', '2'])
  })

  it('to delete is not deleted, and who follows goes on', async () => {
    const log = logs.open('log')
    const follower = await Follower.of(log, { at: 'head' })
    const waiting = follower.until(1)
    await expect.poll(async () => redis.command('PUBSUB', 'CHANNELS')).toHaveLength(1)
    await redis.command('REPLICAOF', '127.0.0.1', '1')
    await expect(logs.delete('log')).rejects.toMatchObject({ code: 'read-only' })
    await redis.command('REPLICAOF', 'NO', 'ONE')
    await say(log, '1')
    expect(await waiting).toEqual(['1'])
  })

  it('to note is read all the same: a log at a Redis that is full', async () => {
    const log = new RedisLogs({ client: redis.client, maxAge: 20 }).open('log')
    await say(log, '1')
    const { head } = await log.bounds()
    await set('maxmemory', '1')
    await expect.poll(async () => (await log.bounds()).floor).toEqual(head)
  })
})
