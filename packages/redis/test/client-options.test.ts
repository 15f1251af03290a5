import { Redis } from 'ioredis'
import { createClient, RESP_TYPES } from 'redis'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { RedisLogs, type RedisClient } from '../src/index.ts'
import { ioredis, type TestClient } from './clients.ts'
import { Follower, say, verdictOf } from '@eventwire/faults/follower'
import { RedisServer, withRedis } from '@eventwire/faults/redis-server'

describe('clients with options of their own', withRedis, () => {
  let server: RedisServer
  let direct: TestClient
  const close: (() => unknown)[] = []

  beforeAll(async () => {
    server = await RedisServer.start()
    direct = await ioredis(server.url)
  })

  afterEach(async () => {
    for (const each of close.splice(0)) await each()
    await direct.command('FLUSHALL')
  })

  afterAll(async () => {
    await direct[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  })

  function byIoredis(options: object): Redis {
    const client = new Redis(server.port, options)
    client.on('error', () => undefined)
    close.push(() => client.disconnect())
    return client
  }

  async function byNodeRedis(options: Parameters<typeof createClient>[0]) {
    const client = createClient({ url: server.url, ...options })
    client.on('error', () => undefined)
    await client.connect()
    close.push(() => client.destroy())
    return client
  }

  const logsOf = (client: RedisClient): RedisLogs => {
    const logs = new RedisLogs({ client, checkInterval: 60_000, onError: () => undefined })
    close.unshift(() => logs.close())
    return logs
  }

  it.for<readonly [what: string, open: () => RedisClient | Promise<RedisClient>]>([
    ['ioredis, keyPrefix', () => byIoredis({ keyPrefix: 'app:' })],
    ['ioredis, lazyConnect', () => byIoredis({ lazyConnect: true })],
    ['ioredis, enableAutoPipelining', () => byIoredis({ enableAutoPipelining: true })],
    ['ioredis, stringNumbers', () => byIoredis({ stringNumbers: true })],
    ['redis, RESP 2', () => byNodeRedis({ RESP: 2 })],
    ['redis, RESP 3', () => byNodeRedis({ RESP: 3 })],
    [
      'redis, texts as buffers',
      () => byNodeRedis({ commandOptions: { typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer } } }),
    ],
  ])('%s', async ([, open]) => {
    const logs = logsOf(await open())
    await logs.check()
    const log = logs.open('é')
    const follower = await Follower.of(log, { at: 'head' })
    const first = follower.until(1)
    await expect.poll(() => direct.command('PUBSUB', 'CHANNELS')).toHaveLength(1)
    const [one = ''] = await say(log, 'é1')
    expect(await first).toEqual(['é1'])
    await Promise.all(['2', '3', '4'].map((data) => log.append([{ channel: 'c', data }])))
    expect(await verdictOf(log, one)).toEqual(['2', '3', '4'])
    expect(await verdictOf(log, one.replace(/-1-.*/, '-1-aaaaaaaaaaaa'))).toEqual(['gap: forked'])
    expect(await follower.until(4)).toEqual(['é1', '2', '3', '4'])
    follower.leave()
  })

  it('two databases of one Redis share channels, and nothing else', async () => {
    const [log, other] = [0, 1].map((db) => logsOf(byIoredis({ db })).open('log'))
    if (!log || !other) throw new Error('There are two')
    await say(other, 'other 1')
    const follower = await Follower.of(log, { at: 'head' })
    const waiting = follower.until(2)
    await expect.poll(() => direct.command('PUBSUB', 'CHANNELS')).toHaveLength(1)
    await say(other, 'other 2')
    await say(log, '1')
    await logsOf(byIoredis({ db: 1 })).delete('log')
    await say(log, '2')
    expect(await waiting).toEqual(['1', '2'])
    follower.leave()
  })

  it('ioredis without an offline queue: unreachable at once while it is away, and then goes on', async () => {
    const log = logsOf(byIoredis({ enableOfflineQueue: false })).open('log')
    await expect(log.bounds()).rejects.toMatchObject({ name: 'LogError', code: 'unreachable' })
    await expect.poll(() => log.bounds().then(() => 'there', String)).toBe('there')
    const follower = await Follower.of(log, { at: 'head' })
    const waiting = follower.until(1)
    await expect.poll(() => direct.command('PUBSUB', 'CHANNELS')).toHaveLength(1)
    await say(log, '1')
    expect(await waiting).toEqual(['1'])
    follower.leave()
  })

  it.for<readonly [what: string, open: () => Promise<RedisClient>]>([
    [
      'ioredis',
      async () => {
        const client = byIoredis({ protocol: 2 })
        await client.subscribe('own')
        return client
      },
    ],
    [
      'redis',
      async () => {
        const client = await byNodeRedis({ RESP: 2 })
        await client.subscribe('own', () => undefined)
        return client
      },
    ],
  ])('%s, subscribed itself: unsuitable, and says what to do', async ([, open]) => {
    const logs = logsOf(await open())
    await expect(logs.check()).rejects.toMatchObject({ name: 'LogError', code: 'unsuitable' })
    await expect(logs.check()).rejects.toThrow('pass a client that subscribes to nothing')
  })
})
