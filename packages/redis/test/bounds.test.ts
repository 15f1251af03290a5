import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { RedisLogs } from '../src/index.ts'
import { ioredis, type TestClient } from './clients.ts'
import { say, verdictOf } from '@eventwire/faults/follower'
import { RedisServer, withRedis } from '@eventwire/faults/redis-server'

describe('what Redis keeps', withRedis, () => {
  let server: RedisServer
  let redis: TestClient

  beforeAll(async () => {
    server = await RedisServer.start()
    redis = await ioredis(server.url)
  })

  beforeEach(() => redis.command('FLUSHALL'))

  afterAll(async () => {
    await redis[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  })

  const lengthOf = async (key: string, by = 'XLEN'): Promise<number> =>
    Number(await redis.command(by, `eventwire:{log}:${key}`))

  it('of entries: what is trimmed leaves Redis, a node of the stream later', async () => {
    const log = new RedisLogs({ client: redis.client, maxEntries: 10 }).open('log')
    for (let batch = 0; batch < 60; batch += 1) {
      await log.append(Array.from({ length: 20 }, (_, index) => ({ channel: 'c', data: `${batch} ${index}` })))
      expect(await lengthOf('entries')).toBeLessThanOrEqual(10 + 1 + 20 + 100)
    }
    const { floor, head } = await log.bounds()
    expect([floor.seq, head.seq]).toEqual([1_190, 1_200])
  })

  it('of entries: also where the nodes of streams are as large as can be', async () => {
    await redis.command('CONFIG', 'SET', 'stream-node-max-entries', '0', 'stream-node-max-bytes', '0')
    const log = new RedisLogs({ client: redis.client, maxEntries: 10 }).open('log')
    for (let batch = 0; batch < 30; batch += 1) {
      await log.append(Array.from({ length: 100 }, () => ({ channel: 'c', data: '' })))
    }
    expect(await lengthOf('entries')).toBeLessThanOrEqual(10 + 1 + 1_024)
    expect((await log.bounds()).floor.seq).toBe(2_990)
  })

  it('of entries: none that is older than maxAge, when the log is read or appended to', async () => {
    const log = new RedisLogs({ client: redis.client, maxAge: 40 }).open('log')
    const [one = ''] = await say(log, '1', '2', '3')
    const later = new RedisLogs({ client: redis.client, maxAge: 3_600_000 }).open('log')
    expect(await verdictOf(later, one)).toEqual(['2', '3'])
    await expect.poll(() => verdictOf(log, one)).toEqual(['gap: trimmed 2'])
    const four = await say(log, '4')
    expect(await verdictOf(log, (await log.bounds()).floor.position)).toEqual(['4'])
    await expect.poll(async () => verdictOf(log, (await log.bounds()).floor.position)).toEqual([])
    expect((await log.bounds()).floor.position).toBe(four[0])
    await say(log, '5')
    expect((await log.bounds()).head.seq).toBe(5)
  })

  it('of idempotency keys: the newest, twice as many at most', async () => {
    const log = new RedisLogs({ client: redis.client, maxKeys: 5 }).open('log')
    const positions: string[] = []
    for (let number = 1; number <= 40; number += 1) {
      const entry = { channel: 'c', data: String(number) }
      positions.push(...(await log.append([entry], { idempotencyKey: `k${number}` })))
      const kept = (await lengthOf('keys', 'HLEN')) + (await lengthOf('keys:older', 'HLEN'))
      expect(kept).toBeLessThanOrEqual(10)
      const oldest = Math.max(number - 4, 1)
      const again = await log.append([entry], { idempotencyKey: `k${oldest}` })
      expect(again[0]).toBe(positions[oldest - 1])
    }
    await log.append([{ channel: 'c', data: '' }], { idempotencyKey: 'x'.repeat(100_000) })
    expect(await lengthOf('keys', 'PTTL')).toBeGreaterThan(600_000)
    const [value] = (await redis.command('HKEYS', 'eventwire:{log}:keys')) as readonly string[]
    expect(value?.length).toBeLessThanOrEqual(64)
  })

  it('of idempotency keys: for keyTtl at least, and not for ever', async () => {
    const log = new RedisLogs({ client: redis.client, keyTtl: 40 }).open('log')
    const [first] = await log.append([{ channel: 'c', data: '' }], { idempotencyKey: 'k' })
    expect(await log.append([{ channel: 'c', data: '' }], { idempotencyKey: 'k' })).toEqual([first])
    await expect.poll(() => redis.command('KEYS', '*keys*')).toEqual([])
    expect(await log.append([{ channel: 'c', data: '' }], { idempotencyKey: 'k' })).not.toEqual([first])
  })

  it('of calls that may come twice: for a minute at least, not for ever, and not more than a second brings', async () => {
    const log = new RedisLogs({ client: redis.client }).open('log')
    const isDue = (): Promise<unknown> => redis.command('HSET', 'eventwire:{log}:log', 's', '0')
    for (let number = 1; number <= 1_000; number += 1) await say(log, String(number))
    expect(await lengthOf('sent', 'PTTL')).toBeGreaterThan(60_000)
    await isDue()
    await say(log, 'the first after them')
    expect(await lengthOf('sent', 'HLEN')).toBe(1)
    expect(await lengthOf('sent:older', 'HLEN')).toBe(1_000)
    expect(await lengthOf('sent:older', 'PTTL')).toBeGreaterThan(0)
    // Lost within the second: what is remembered then has no time of its own yet.
    await redis.command('DEL', 'eventwire:{log}:sent')
    await say(log, 'remembered')
    await isDue()
    await say(log, 'looked at')
    expect(await lengthOf('sent', 'PTTL')).toBeGreaterThan(60_000)
  })

  it('of a log that was deleted: nothing', async () => {
    const logs = new RedisLogs({ client: redis.client })
    await say(logs.open('log'), '1')
    await logs.open('log').append([{ channel: 'c', data: '' }], { idempotencyKey: 'k' })
    await logs.delete('log')
    expect(await redis.command('KEYS', '*')).toEqual([])
  })
})
