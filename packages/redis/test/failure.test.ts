import { LogError } from '@eventwire/server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectionOf } from '../src/detect.ts'
import { RedisLogs, type RedisLogsOptions } from '../src/index.ts'
import { CLIENTS, type TestClient } from './clients.ts'
import { altered } from './connections.ts'
import { say, verdictOf } from '@eventwire/faults/follower'
import { RedisServer, withRedis } from '@eventwire/faults/redis-server'

describe.for(CLIENTS)('what can go wrong, on %s', withRedis, ([, connect]) => {
  let server: RedisServer
  let redis: TestClient
  const rest: TestClient[] = []

  beforeEach(async () => {
    server = await RedisServer.start()
    redis = await connect(server.url)
  })

  afterEach(async () => {
    server.thaw()
    for (const client of [redis, ...rest.splice(0)]) await client[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  })

  const logsOf = (options: Partial<RedisLogsOptions> = {}): RedisLogs =>
    new RedisLogs({ client: redis.client, onError: () => undefined, ...options })

  /** A user who may do what the rules say. */
  async function user(...rules: readonly string[]): Promise<TestClient> {
    await redis.command('ACL', 'SETUSER', 'u', 'reset', 'on', '>p', ...rules)
    const client = await connect(server.url.replace('//', '//u:p@'))
    rest.push(client)
    return client
  }

  // What the README lists, and what the clients themselves ask when they connect.
  const ALL = (
    '~eventwire:* &eventwire:* +eval +evalsha +subscribe +unsubscribe +publish +time +hget +hmget +hset +hlen +xadd ' +
    '+xlen +xrange +xtrim +del +unlink +rename +pexpire +pttl +ping +info +client'
  ).split(' ')

  it('nothing: check() leaves nothing behind', async () => {
    await logsOf().check()
    expect(await redis.command('KEYS', '*')).toEqual([])
  })

  it('unsuitable: a key of another type', async () => {
    await redis.command('SET', 'eventwire:{a}:log', 'x')
    await redis.command('SET', 'eventwire:{b}:entries', 'x')
    for (const name of ['a', 'b']) {
      const log = logsOf().open(name)
      await expect(say(log, '1')).rejects.toMatchObject({ name: 'LogError', code: 'unsuitable' })
      await expect(log.bounds()).rejects.toThrow(/Reading the log ".".*WRONGTYPE.*another prefix or name/)
      expect(await redis.command('GET', `eventwire:{${name}}:${name === 'a' ? 'log' : 'entries'}`)).toBe('x')
    }
  })

  it('refused: a user who may do less than is needed, and nothing is half done', async () => {
    await logsOf({ client: (await user(...ALL)).client }).check()
    const before = await say(logsOf().open('log'), '1')
    for (const missing of ['+hset', '+xadd', '+xtrim', '+publish', '+evalsha', '&eventwire:*', '+pexpire']) {
      const client = await user(...ALL.filter((rule) => rule !== missing), ...(missing === '+evalsha' ? ['-eval'] : []))
      const logs = logsOf({ client: client.client })
      const append = logs.open('log').append([{ channel: 'c', data: 'x' }], { idempotencyKey: 'k' })
      await expect(append, missing).rejects.toMatchObject({ name: 'LogError', code: 'refused' })
      await expect(logs.check(), missing).rejects.toMatchObject({ code: 'refused' })
      expect(await verdictOf(logsOf().open('log'), before[0] ?? ''), missing).toEqual([])
    }
    await say(logsOf().open('log'), '2')
    for (const missing of ['+subscribe', '+unsubscribe', '+unlink']) {
      const client = await user(...ALL.filter((rule) => rule !== missing))
      await expect(logsOf({ client: client.client }).check(), missing).rejects.toMatchObject({ code: 'refused' })
    }
  })

  it('read-only: a replica', async () => {
    await redis.command('REPLICAOF', '127.0.0.1', '1')
    await expect(say(logsOf().open('log'), '1')).rejects.toMatchObject({ code: 'read-only' })
    await expect(logsOf().check()).rejects.toThrow('connect it to the primary')
  })

  it('full: no memory', async () => {
    const log = logsOf().open('log')
    const [one = ''] = await say(log, '1')
    await redis.command('CONFIG', 'SET', 'maxmemory', '1')
    await expect(say(log, '2')).rejects.toMatchObject({ code: 'full' })
    expect(await verdictOf(log, one)).toEqual([])
    await redis.command('CONFIG', 'SET', 'maxmemory', '0')
    await say(log, '3')
    expect(await verdictOf(log, one)).toEqual(['3'])
  })

  it('too-old: a Redis before 7.0', async () => {
    const connection = connectionOf(redis.client)
    const client = altered(connection, {
      // As if it took a later one than there is.
      send: (key, args, options) => {
        const later = args.map((each) => each.replace('0x00070000', '0x7fffffff'))
        return connection.send(key, later, options)
      },
    })
    await expect(logsOf({ client }).check()).rejects.toThrow(/takes Redis 7\.0 or Valkey 7\.2.*this is \d+\.\d+/)
    await expect(logsOf({ client }).open('log').bounds()).rejects.toMatchObject({ code: 'too-old' })
  })

  it('too-new: a log of a later version of the package', async () => {
    const log = logsOf().open('log')
    await say(log, '1')
    await redis.command('HSET', 'eventwire:{log}:log', 'v', '2')
    await expect(say(log, '2')).rejects.toMatchObject({ code: 'too-new' })
    await expect(log.bounds()).rejects.toMatchObject({ code: 'too-new' })
    await expect(log.end()).rejects.toMatchObject({ code: 'too-new' })
  })

  it('damaged: somebody else has added to the entries', async () => {
    const log = logsOf().open('log')
    await say(log, '1')
    await redis.command('XADD', 'eventwire:{log}:entries', '9-0', 'a', 'b')
    await expect(say(log, '2')).rejects.toMatchObject({ code: 'damaged' })
    await logsOf().delete('log')
    await say(log, '3')
    expect(await verdictOf(log, (await log.bounds()).floor.position)).toEqual(['3'])
  })

  it('timeout: a Redis that hangs; the same key appends once', async () => {
    const log = logsOf({ timeout: 50 }).open('log')
    const { floor } = await log.bounds()
    server.freeze()
    const entry = { channel: 'c', data: 'once' }
    await expect(log.append([entry], { idempotencyKey: 'k' })).rejects.toMatchObject({ code: 'timeout' })
    await expect(log.bounds()).rejects.toThrow(/no answer within 50 ms \(timeout\)/)
    server.thaw()
    await redis.command('PING')
    await log.append([entry], { idempotencyKey: 'k' })
    await say(log, 'next')
    expect(await verdictOf(log, floor.position)).toEqual(['once', 'next'])
  })

  it('busy: more waits for an answer than may', async () => {
    const log = logsOf({ timeout: 60_000, maxPendingBytes: 100_000 }).open('log')
    await say(log, '1')
    server.freeze()
    const data = 'x'.repeat(20_000)
    const appends = Array.from({ length: 5 }, () => log.append([{ channel: 'c', data }]))
    const results = Promise.allSettled(appends)
    await expect(appends[2]).rejects.toMatchObject({ code: 'busy' })
    await expect(say(log, 'x'.repeat(200_000))).rejects.toThrow('maxPendingBytes')
    server.thaw()
    expect((await results).map(({ status }) => status)).toEqual([...fulfilled(2), ...Array(3).fill('rejected')])
    // Nothing waits any more: one is taken, however large.
    await say(log, 'x'.repeat(200_000))
  })

  it('away: rejects in time, and goes on when it is back', async () => {
    const log = logsOf({ timeout: 300 }).open('log')
    await say(log, '1')
    await server.kill()
    const before = performance.now()
    const error = await say(log, '2').catch((error: unknown) => error)
    expect(error).toBeInstanceOf(LogError)
    expect(['timeout', 'unreachable']).toContain((error as LogError).code)
    expect(performance.now() - before).toBeLessThan(5_000)
    await server.start()
    await expect.poll(() => redis.command('PING').catch(() => 'away')).toBe('PONG')
    await say(log, '3')
  })

  it('forgotten scripts are given again', async () => {
    const log = logsOf().open('log')
    const [one = ''] = await say(log, '1')
    await verdictOf(log, one)
    for (const number of ['2', '3']) {
      await redis.command('SCRIPT', 'FLUSH')
      await say(log, number)
    }
    await redis.command('SCRIPT', 'FLUSH')
    const many = ['4', '5', '6'].map((data) => log.append([{ channel: 'c', data }]))
    await Promise.all(many)
    await redis.command('SCRIPT', 'FLUSH')
    expect(await verdictOf(log, one)).toEqual(['2', '3', '4', '5', '6'])
    await redis.command('SCRIPT', 'FLUSH')
    await log.end()
    await logsOf().delete('log')
  })
})

function fulfilled(count: number): readonly string[] {
  return Array.from({ length: count }, () => 'fulfilled')
}
