import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { all } from '@eventwire/faults/follower'
import { RedisServer, withRedis } from '@eventwire/faults/redis-server'
import { connectionOf } from '../src/detect.ts'
import { RedisLogs, type RedisLog } from '../src/index.ts'
import { ioredis, type TestClient } from './clients.ts'
import { altered } from './connections.ts'

/** An append, by one of two writers, of some entries. */
interface Call {
  readonly writer: 0 | 1
  readonly count: number
  readonly hasKey: boolean
}

describe('calls that come late, out of order and more than once', withRedis, () => {
  let server: RedisServer
  let redis: TestClient

  beforeAll(async () => {
    server = await RedisServer.start()
    redis = await ioredis(server.url)
  })

  afterAll(async () => {
    await redis[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  })

  /** @param order indices of the calls as Redis gets them */
  async function walk(calls: readonly Call[], order: readonly number[]): Promise<void> {
    await redis.command('FLUSHALL')
    const connection = connectionOf(redis.client)
    const commands: (readonly string[])[] = []
    const caught = altered(connection, {
      send(_key, args) {
        commands.push(args)
        return new Promise(() => undefined)
      },
    })
    await using one = new RedisLogs({ client: caught })
    await using other = new RedisLogs({ client: caught })
    const writers = [one.open('log'), other.open('log')]
    for (const [index, { writer, count, hasKey }] of calls.entries()) {
      const texts = Array.from({ length: count }, (_, each) => `${index}.${each}`)
      const entries = texts.map((data) => ({ channel: 'c', data }))
      const key = hasKey ? { idempotencyKey: `key ${index}` } : {}
      // It never gets an answer.
      void (writers[writer] as RedisLog).append(entries, key).catch(() => undefined)
      await expect.poll(() => commands.length, { interval: 1 }).toBe(index + 1)
    }

    const answers = new Map<number, unknown>()
    const expected: string[] = []
    for (const place of order) {
      const index = place % calls.length
      const answer = await connection.send('', commands[index] ?? [], new AbortController())
      if (answers.has(index)) expect(answer).toEqual(answers.get(index))
      else for (let each = 0; each < (calls[index]?.count ?? 0); each += 1) expected.push(`${index}.${each}`)
      answers.set(index, answer)
    }
    await using logs = new RedisLogs({ client: connection })
    expect(await all(logs.open('log'))).toEqual(expected)
  }

  it('are done once each, and answered as they were the first time', { timeout: 60_000 }, async () => {
    const call = fc.record({
      writer: fc.constantFrom<0 | 1>(0, 1),
      count: fc.integer({ min: 1, max: 3 }),
      hasKey: fc.boolean(),
    })
    const calls = fc.array(call, { minLength: 1, maxLength: 8 })
    const order = fc.array(fc.nat({ max: 100 }), { minLength: 1, maxLength: 30 })
    await fc.assert(
      fc.asyncProperty(calls, order, (some, places) => walk(some, places)),
      { numRuns: 100 },
    )
  })
})
