import { all, Follower, say } from '@eventwire/faults/follower'
import { TcpProxy } from '@eventwire/faults'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RedisLogs, type RedisLog, type RedisLogsOptions } from '../src/index.ts'
import { CLIENTS, ioredis, type TestClient } from './clients.ts'
import { RedisServer, withRedis } from '@eventwire/faults/redis-server'

describe.for(CLIENTS)('a network that fails, on %s', withRedis, ([name, connect]) => {
  let server: RedisServer
  let proxy: TcpProxy
  /** Past the proxy. */
  let direct: TestClient
  let redis: TestClient
  const open: RedisLogs[] = []

  beforeEach(async () => {
    server = await RedisServer.start()
    proxy = await TcpProxy.to(server.port)
    direct = await ioredis(server.url)
    redis = await connect(`redis://127.0.0.1:${proxy.port}`)
  })

  afterEach(async () => {
    for (const logs of open.splice(0)) await logs.close()
    await redis[Symbol.asyncDispose]()
    await direct[Symbol.asyncDispose]()
    await proxy[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  })

  function logOf(client: TestClient, options: Partial<RedisLogsOptions> = {}): RedisLog {
    const logs = new RedisLogs({ client: client.client, checkInterval: 200, onError: () => undefined, ...options })
    open.push(logs)
    return logs.open('log')
  }

  it('cut again and again: who follows gets everything once, or learns that it failed and goes on', async () => {
    const log = logOf(redis)
    const writer = logOf(direct)
    let place = (await log.bounds()).head.position as string
    const seen: string[] = []
    const following = (async () => {
      while (seen.at(-1) !== '300') {
        try {
          const { resume, items } = await log.open({ after: place }, { signal: new AbortController().signal })
          expect(resume.kind).toBe('complete')
          for await (const item of items) {
            if (item.kind === 'gap') throw new Error(`A gap: ${JSON.stringify(item.gap)}`)
            seen.push(...item.entries.map(({ data }) => data))
            place = item.entries.at(-1)?.position ?? place
            if (seen.at(-1) === '300') return
          }
        } catch (error) {
          // As a hub does, which tries again.
          if (!(error instanceof Error) || error.name !== 'LogError') throw error
        }
      }
    })()
    for (let number = 1; number <= 300; number += 1) {
      await say(writer, String(number))
      if (number % 20 === 0) proxy.cut()
    }
    await following
    expect(seen).toEqual(Array.from({ length: 300 }, (_, index) => String(index + 1)))
  })

  it('an answer that is lost: the append is done once, if it is repeated with its key', async () => {
    const log = logOf(redis, { timeout: 3_000 })
    await log.append([{ channel: 'c', data: 'first' }])
    for (let number = 1; number <= 10; number += 1) {
      // Lets the command through, and cuts instead of passing the answer on.
      proxy.sieve = (_chunk, direction) => {
        if (direction === 'up') return true
        proxy.sieve = () => true
        proxy.cut()
        return false
      }
      const append = (): Promise<unknown> =>
        log.append([{ channel: 'c', data: String(number) }], { idempotencyKey: `k${number}` })
      await expect.poll(() => append().then(() => 'done', String), { timeout: 10_000 }).toBe('done')
    }
    expect(await all(log)).toEqual(['first', ...Array.from({ length: 10 }, (_, index) => String(index + 1))])
  })

  it('an answer that is lost: without a key it is done once all the same, and perhaps told to have failed', async () => {
    const log = logOf(redis, { timeout: 3_000 })
    const told: string[] = []
    for (let number = 1; number <= 10; number += 1) {
      await expect.poll(() => log.bounds().then(() => 'there', String), { timeout: 10_000 }).toBe('there')
      proxy.sieve = (_chunk, direction) => {
        if (direction === 'up') return true
        proxy.sieve = () => true
        proxy.cut()
        return false
      }
      const appended = await log.append([{ channel: 'c', data: String(number) }]).then(
        () => 'done',
        (error: unknown) => (error as { code: string }).code,
      )
      told.push(appended)
    }
    const expected = Array.from({ length: 10 }, (_, index) => String(index + 1))
    await expect.poll(() => all(logOf(direct))).toEqual(expected)
    // ioredis sends what got no answer again, and node-redis does not.
    expect(new Set(told)).toEqual(new Set([name === 'ioredis' ? 'done' : 'unreachable']))
  })

  it('stalled: append rejects in time, and whoever follows goes on afterwards', async () => {
    const log = logOf(redis, { timeout: 200 })
    const follower = await Follower.of(log, { at: 'head' })
    const failing = follower.until(1).catch((error: unknown) => error)
    await expect.poll(() => direct.command('PUBSUB', 'CHANNELS')).toHaveLength(1)
    proxy.stall()
    await expect(say(log, 'stalled')).rejects.toMatchObject({ name: 'LogError', code: 'timeout' })
    // The look at the heads gets no answer, and so those who follow learn of it.
    expect(await failing).toMatchObject({ name: 'LogError', code: 'timeout' })
    proxy.resume()
    await expect.poll(() => log.bounds().then(() => 'there', String)).toBe('there')
    const again = await Follower.of(log, { at: 'floor' })
    expect(await again.until(1)).toEqual(['stalled'])
  })

  it('slow: order stays, also of appends that nobody waited for', async () => {
    proxy.delay = 5
    const log = logOf(redis)
    const follower = await Follower.of(log, { at: 'head' })
    const numbers = Array.from({ length: 500 }, (_, index) => String(index + 1))
    const appends: Promise<unknown>[] = []
    for (const [index, data] of numbers.entries()) {
      appends.push(log.append([{ channel: 'c', data }]))
      if (index % 7 === 0) await direct.command('PING')
    }
    await Promise.all(appends)
    expect(await follower.until(500)).toEqual(numbers)
  })
})
