import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RedisLogs, type RedisConnection, type RedisLog } from '../src/index.ts'
import { connectionOf } from '../src/detect.ts'
import { ioredis, type TestClient } from './clients.ts'
import { say, verdictOf } from '@eventwire/faults/follower'
import { RedisServer, withRedis } from '@eventwire/faults/redis-server'

type Step = 'append' | 'copy' | 'restore' | 'flush' | 'resend' | 'resend older'

describe('whatever is lost and written anew', withRedis, () => {
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

  /** All data before a position when it was given, and the positions of all lives of the log. */
  async function walk(steps: readonly Step[]): Promise<void> {
    await redis.command('FLUSHALL')
    const sent: (readonly string[])[] = []
    const connection = recording(connectionOf(redis.client), sent)
    await using logs = new RedisLogs({ client: connection, maxEntries: 1_000 })
    const log = logs.open('l')
    const histories = new Map<string, readonly string[]>()
    let number = 0

    for (const step of steps) {
      if (step === 'append') await say(log, String((number += 1)))
      if (step === 'copy') for (const key of KEYS) await copy(redis, key, `copy ${key}`)
      if (step === 'restore') for (const key of KEYS) await copy(redis, `copy ${key}`, key)
      if (step === 'flush') await redis.command('DEL', ...KEYS)
      // What ioredis does with a command that got no reply on its last connection.
      const again = step === 'resend' ? sent.at(-1) : step === 'resend older' ? sent.at(-2) : undefined
      if (again) await connectionOf(redis.client).send('', again, new AbortController())
      await judge(log, histories)
    }
  }

  it('a position is complete only for those who have seen all that is before it', { timeout: 60_000 }, async () => {
    const step = fc.constantFrom<Step>(
      'append',
      'append',
      'append',
      'copy',
      'restore',
      'restore',
      'flush',
      'resend',
      'resend older',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 30 }), (steps) => walk(steps)),
      // One append sent twice, before and after a failover, with another before it the second time.
      { numRuns: 100, examples: [[['append', 'copy', 'append', 'append', 'restore', 'append', 'resend older']]] },
    )
  })
})

const KEYS = ['log', 'entries', 'keys', 'keys:older', 'sent', 'sent:older'].map((what) => `eventwire:{l}:${what}`)

async function copy(redis: TestClient, from: string, to: string): Promise<void> {
  const copied = await redis.command('COPY', from, to, 'REPLACE')
  // What is not there is not to be there.
  if (copied === 0) await redis.command('DEL', to)
}

/** Every position that there ever was is asked for: if it is complete, who saw it and goes on has seen the whole log. */
async function judge(log: RedisLog, histories: Map<string, readonly string[]>): Promise<void> {
  const { floor } = await log.bounds()
  const page = await log.read(floor.position, { limit: 1_000, maxBytes: 1e6, signal: new AbortController().signal })
  if (page.kind !== 'entries') throw new Error('The floor is always complete')
  const all = page.entries.map(({ data }) => data)
  const places = [floor, ...page.entries].map(({ position }) => position)
  for (const [index, position] of places.entries()) {
    // Who was the first to get it has seen that, whatever the log says by now.
    if (!histories.has(position)) histories.set(position, all.slice(0, index))
  }
  for (const [position, history] of histories) {
    const verdict = await verdictOf(log, position)
    if (verdict[0]?.startsWith('gap')) continue
    expect([...history, ...verdict], position).toEqual(all)
  }
}

/** The same connection, that remembers appends. */
function recording(connection: RedisConnection, sent: (readonly string[])[]): RedisConnection {
  return {
    resends: connection.resends,
    subscriber: (listener) => connection.subscriber(listener),
    send(key, args, options) {
      if (args.some((each) => each.endsWith(':wake'))) sent.push(args)
      return connection.send(key, args, options)
    },
  }
}
