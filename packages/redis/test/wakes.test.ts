import { FakeClock } from '@eventwire/conformance'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectionOf } from '../src/detect.ts'
import { RedisLogs, type RedisLogsOptions } from '../src/index.ts'
import { CLIENTS, type TestClient } from './clients.ts'
import { altered, losing } from './connections.ts'
import { Follower, say } from '@eventwire/faults/follower'
import { RedisServer, withRedis } from '@eventwire/faults/redis-server'

describe.for(CLIENTS)('wake-ups on %s', withRedis, ([, connect]) => {
  let server: RedisServer
  let redis: TestClient
  let other: TestClient
  const clock = Object.assign(new FakeClock(), { turn: (callback: () => void) => void setImmediate(callback) })
  const open: RedisLogs[] = []

  beforeEach(async () => {
    server = await RedisServer.start()
    redis = await connect(server.url)
    other = await connect(server.url)
  })

  afterEach(async () => {
    for (const logs of open.splice(0)) await logs.close()
    await redis[Symbol.asyncDispose]()
    await other[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  })

  /** Of this node: no time passes unless the test says so. */
  function logsOf(options: Partial<RedisLogsOptions> = {}): RedisLogs {
    const logs = new RedisLogs({ client: redis.client, clock, onError: () => undefined, ...options })
    open.push(logs)
    return logs
  }

  const beside = (): RedisLogs => {
    const logs = new RedisLogs({ client: other.client })
    open.push(logs)
    return logs
  }

  const subscribers = async (): Promise<number> =>
    String(await other.command('CLIENT', 'LIST', 'TYPE', 'pubsub'))
      .split('\n')
      .filter(Boolean).length

  const channels = async (): Promise<number> => ((await other.command('PUBSUB', 'CHANNELS')) as unknown[]).length

  async function scriptCalls(): Promise<number> {
    const statistics = String(await other.command('INFO', 'commandstats'))
    const calls = Array.from(statistics.matchAll(/cmdstat_eval(?:sha)?:calls=(\d+)/g), ([, count]) => Number(count))
    return calls.reduce((sum, each) => sum + each, 0)
  }

  it('one connection for all logs, and none as long as nobody follows', async () => {
    const logs = logsOf()
    await say(logs.open('0'), 'x')
    expect(await subscribers()).toBe(0)
    const followers = await Promise.all(['1', '2', '3'].map((name) => Follower.of(logs.open(name), { at: 'head' })))
    const waiting = followers.map((follower) => follower.until(1))
    await expect.poll(channels).toBe(3)
    expect(await subscribers()).toBe(1)
    for (const name of ['1', '2', '3']) await say(beside().open(name), name)
    expect((await Promise.all(waiting)).flat()).toEqual(['1', '2', '3'])
  })

  it('a log is read once for all who wait, however many', async () => {
    const logs = logsOf()
    const followers = await Promise.all(
      Array.from({ length: 100 }, () => Follower.of(logs.open('log'), { at: 'head' })),
    )
    const waiting = followers.map((follower) => follower.until(3))
    await expect.poll(channels).toBe(1)
    await other.command('CONFIG', 'RESETSTAT')
    await say(beside().open('log'), '1', '2', '3')
    for (const seen of await Promise.all(waiting)) expect(seen).toEqual(['1', '2', '3'])
    // A read for each wake-up, and one when Redis has confirmed the channel; never one for each who follows.
    expect(await scriptCalls()).toBeLessThan(12)
  })

  it('what is small comes with its wake-up, and nobody reads; what is large is read once', async () => {
    const logs = logsOf()
    const followers = await Promise.all(Array.from({ length: 20 }, () => Follower.of(logs.open('log'), { at: 'head' })))
    const all = (count: number): Promise<readonly (readonly string[])[]> =>
      Promise.all(followers.map((follower) => follower.until(count)))
    const first = all(1)
    await expect.poll(channels).toBe(1)
    const writer = beside().open('log')
    await say(writer, 'first')
    await first
    const reads = async (texts: readonly string[], count: number): Promise<number> => {
      const waiting = all(count)
      await expect.poll(() => clock.pending).toBe(1)
      await other.command('CONFIG', 'RESETSTAT')
      await say(writer, ...texts)
      for (const seen of await waiting) expect(seen.slice(-texts.length)).toEqual(texts)
      return (await scriptCalls()) - texts.length
    }
    expect(await reads(['a', '"é\n\0💥', 'c'], 4)).toBe(0)
    // One for what there is, and perhaps one for that there is no more.
    expect(await reads(['x'.repeat(10_000)], 5)).toBeLessThanOrEqual(2)
  })

  it('channels are let go of when nobody has followed for a while, and taken again', async () => {
    const log = logsOf({ checkInterval: 1_000 }).open('log')
    const follower = await Follower.of(log, { at: 'head' })
    const left = follower.until(1)
    await expect.poll(channels).toBe(1)
    follower.leave()
    await left
    await clock.advance(1_000)
    await expect.poll(channels).toBe(0)
    expect(clock.pending).toBe(0)
    const again = await Follower.of(log, { at: 'head' })
    const waiting = again.until(1)
    await expect.poll(channels).toBe(1)
    await say(beside().open('log'), '1')
    expect(await waiting).toEqual(['1'])
  })

  it('a message that was lost is made good by the next', async () => {
    let loses = false
    const log = logsOf({ client: losing(connectionOf(redis.client), () => loses) }).open('log')
    const follower = await Follower.of(log, { at: 'head' })
    const waiting = follower.until(2)
    await expect.poll(channels).toBe(1)
    loses = true
    await say(beside().open('log'), '1')
    await expect.poll(async () => other.command('PING')).toBe('PONG')
    loses = false
    await say(beside().open('log'), '2')
    expect(await waiting).toEqual(['1', '2'])
  })

  it('a last message that was lost is made good by the look at the heads; the end too', async () => {
    const log = logsOf({ client: losing(connectionOf(redis.client), () => true) }).open('log')
    const follower = await Follower.of(log, { at: 'head' })
    const waiting = follower.until(1)
    await expect.poll(channels).toBe(1)
    await say(beside().open('log'), '1')
    await clock.advance(5_000)
    expect(await waiting).toEqual(['1'])
    const end = follower.until(2)
    await beside().open('log').end()
    await clock.advance(5_000)
    expect(await end).toEqual(['1'])
  })

  it('what came while the connection for pub/sub was away is read when it is back, and the outage is told once', async () => {
    const errors: unknown[] = []
    const log = logsOf({ onError: (error) => errors.push(error) }).open('log')
    const follower = await Follower.of(log, { at: 'head' })
    for (const number of ['1', '2', '3']) {
      const waiting = follower.until(Number(number))
      await expect.poll(channels).toBe(1)
      await other.command('CLIENT', 'KILL', 'TYPE', 'pubsub')
      await say(beside().open('log'), number)
      await waiting
    }
    expect(follower.seen).toEqual(['1', '2', '3'])
    await expect.poll(() => errors.length).toBe(3)
    expect(errors[0]).toBeInstanceOf(Error)
  })

  it('a channel that Redis refuses is asked for again, and the refusal is told once', async () => {
    const errors: unknown[] = []
    let asked = 0
    const connection = connectionOf(redis.client)
    const client = altered(connection, {
      subscriber(listener) {
        const subscriber = connection.subscriber(listener)
        return {
          add: (each) => {
            asked += 1
            return asked > 3 ? subscriber.add(each) : Promise.reject(new Error('NOPERM'))
          },
          remove: (each) => subscriber.remove(each),
          get isOver() {
            return subscriber.isOver
          },
          close: () => subscriber.close(),
        }
      },
    })
    const log = logsOf({ client, checkInterval: 1_000, onError: (error) => errors.push(error) }).open('log')
    const follower = await Follower.of(log, { at: 'head' })
    const waiting = follower.until(1)
    await expect.poll(() => clock.advance(1_000).then(channels)).toBe(1)
    await say(beside().open('log'), '1')
    expect(await waiting).toEqual(['1'])
    expect(errors).toHaveLength(1)
  })

  it('who follows through logs that are closed meets a TypeError', async () => {
    const logs = logsOf()
    const follower = await Follower.of(logs.open('log'), { at: 'head' })
    const waiting = follower.until(1)
    await expect.poll(channels).toBe(1)
    await logs.close()
    await expect(waiting).rejects.toThrow(TypeError)
    await expect.poll(subscribers).toBe(0)
    expect(await redis.command('PING')).toBe('PONG')
  })
})
