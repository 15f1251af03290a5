import { TcpProxy } from '@eventwire/faults'
import { RedisServer, withRedis } from '@eventwire/faults/redis-server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RedisLogs, type RedisLog } from '../src/index.ts'
import { CLIENTS, ioredis, type TestClient } from './clients.ts'
import { Follower, say, verdictOf } from '@eventwire/faults/follower'

describe.for(CLIENTS)('a failover to a replica that lags, on %s', withRedis, ([, connect]) => {
  let primary: RedisServer
  let replica: RedisServer
  /** Between the two. */
  let link: TcpProxy
  /** Between the client and whichever is the primary. */
  let proxy: TcpProxy
  let promoted: TestClient
  let redis: TestClient
  let logs: RedisLogs
  let log: RedisLog

  beforeEach(async () => {
    primary = await RedisServer.start()
    replica = await RedisServer.start()
    link = await TcpProxy.to(primary.port)
    proxy = await TcpProxy.to(primary.port)
    promoted = await ioredis(replica.url)
    redis = await connect(`redis://127.0.0.1:${proxy.port}`)
    // At once, not after the five seconds that would gather more replicas.
    await redis.command('CONFIG', 'SET', 'repl-diskless-sync-delay', '0')
    await promoted.command('REPLICAOF', '127.0.0.1', String(link.port))
    await expect.poll(() => promoted.command('INFO', 'replication'), { timeout: 5_000 }).toContain('_link_status:up')
    logs = new RedisLogs({ client: redis.client, timeout: 3_000, checkInterval: 100, onError: () => undefined })
    log = logs.open('log')
  })

  afterEach(async () => {
    await logs.close()
    for (const each of [redis, promoted, proxy, link, replica, primary]) await each[Symbol.asyncDispose]()
  })

  /** What is written is at the replica too. */
  async function caughtUp(): Promise<void> {
    await expect.poll(() => redis.command('WAIT', '1', '1000')).toBe(1)
  }

  async function failOver(): Promise<void> {
    await primary.kill()
    link.cut()
    await promoted.command('REPLICAOF', 'NO', 'ONE')
    proxy.target = replica.port
    proxy.cut()
    await expect.poll(() => redis.command('PING').catch(String)).toBe('PONG')
  }

  it('what the replica never got is announced, and never complete, also while writers go on', async () => {
    const kept = await say(log, '1', '2', '3')
    await caughtUp()
    link.stall()
    const entry = { channel: 'c', data: 'by key' }
    const [byKey = ''] = await log.append([entry], { idempotencyKey: 'k' })
    const lost = [byKey, ...(await say(log, 'lost 5', 'lost 6'))]
    const follower = await Follower.of(log, { after: kept[0] ?? '' })
    expect(await follower.until(5)).toEqual(['2', '3', 'by key', 'lost 5', 'lost 6'])
    await failOver()

    for (const position of lost) expect(await verdictOf(log, position)).toEqual(['gap: ahead-of-head'])
    const again = await log.append([entry], { idempotencyKey: 'k' })
    expect(again).not.toEqual([byKey])
    await say(log, 'new 5')
    expect(await verdictOf(log, lost[0] ?? '')).toEqual(['gap: forked'])
    expect(await verdictOf(log, lost[1] ?? '')).toEqual(['gap: forked'])
    expect(await verdictOf(log, lost[2] ?? '')).toEqual(['gap: ahead-of-head'])
    // Also by who reads much at a time, without the script.
    await Promise.all(Array.from({ length: 200 }, (_, index) => say(log, `more ${index}`)))
    expect(await verdictOf(log, kept[2] ?? '')).toHaveLength(202)
    for (const position of lost) expect(await verdictOf(log, position)).toEqual(['gap: forked'])
    expect((await verdictOf(log, kept[1] ?? '')).slice(0, 3)).toEqual(['3', 'by key', 'new 5'])
  })

  it('who follows through it gets a gap, or fails and gets it when it comes back', async () => {
    await say(log, '1')
    await caughtUp()
    link.stall()
    const lost = await say(log, 'lost 2', 'lost 3')
    const follower = await Follower.of(log, { after: lost[0] ?? '' })
    await follower.until(1)
    const through = follower.until(3).catch((error: unknown) => {
      expect(error).toMatchObject({ name: 'LogError' })
      return undefined
    })
    await failOver()
    await say(log, 'new 2', 'new 3', 'new 4')
    const seen = (await through) ?? (await verdictOf(log, lost[1] ?? ''))
    expect(seen.find((each) => each !== 'lost 3')).toMatch(/^gap: (ahead-of-head|forked)$/)
  })
})
