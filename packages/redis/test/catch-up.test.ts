import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectionOf } from '../src/detect.ts'
import { RedisLogs, type RedisLog } from '../src/index.ts'
import { CLIENTS, type TestClient } from './clients.ts'
import { altered } from './connections.ts'
import { verdictOf } from '@eventwire/faults/follower'
import { RedisServer, withRedis } from '@eventwire/faults/redis-server'

describe.for(CLIENTS)('catching up on %s', withRedis, ([, connect]) => {
  let server: RedisServer
  let redis: TestClient
  let ranges: (readonly string[])[]
  /** Done once, when the next plain range is asked for. */
  let meanwhile: (() => Promise<unknown>) | undefined
  let logs: RedisLogs
  let log: RedisLog

  beforeEach(async () => {
    server = await RedisServer.start()
    redis = await connect(server.url)
    ranges = []
    meanwhile = undefined
    const connection = connectionOf(redis.client)
    const client = altered(connection, {
      async send(key, args, options) {
        if (args[0] === 'XRANGE') {
          ranges.push(args)
          const act = meanwhile
          meanwhile = undefined
          await act?.()
        }
        return connection.send(key, args, options)
      },
    })
    logs = new RedisLogs({ client, maxEntries: 5_000, onError: () => undefined })
    log = logs.open('log')
  })

  afterEach(async () => {
    await logs.close()
    await redis[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  })

  const fill = async (count: number, size = 100): Promise<readonly string[]> =>
    log.append(Array.from({ length: count }, (_, index) => ({ channel: 'c', data: `${index} `.padEnd(size, 'é') })))

  const pageAfter = async (after = '', limit = 200, maxBytes = 100_000) => {
    const page = await log.read(after, { limit, maxBytes, signal: new AbortController().signal })
    return page.kind === 'gap' ? `gap: ${page.gap.reason}` : page.entries.map(({ seq }) => seq)
  }

  it('reads what fits by a plain range, as the script would give it', async () => {
    const meta = { a: '1' }
    for (const type of ['x', undefined, 'y'])
      await log.append([{ channel: 'd', ...(type && { type }), data: '', meta }])
    const positions = await fill(400)
    const { floor } = await log.bounds()
    const before = await log.read(floor.position, { limit: 403, maxBytes: 1e6, signal: new AbortController().signal })
    if (before.kind !== 'entries') throw new Error('A gap')
    expect(ranges).toHaveLength(0)
    const signal = new AbortController().signal
    const page = await log.read(before.entries[0]?.position ?? '', { limit: 300, maxBytes: 1e6, signal })
    expect(ranges).toHaveLength(1)
    const { seq, position } = before.entries[0] ?? before.head
    expect(page).toEqual({ ...before, from: { seq, position }, entries: before.entries.slice(1, 301) })
    expect(await pageAfter(positions.at(-2))).toEqual([403])
    expect(ranges).toHaveLength(1)
  })

  it('never more bytes than may be, and none that was not seen when their size was', async () => {
    const positions = await log.append(Array.from({ length: 300 }, () => ({ channel: 'c', data: 'x'.repeat(100) })))
    await pageAfter(positions[0])
    const [, end] = [await pageAfter(positions[0], 200, 20_000), ranges.at(-1)?.[3]]
    expect(ranges.at(-1)?.at(-1)).toBe(String(Math.floor(20_000 / (100 + '["c"]'.length)) + 1))
    expect(end).toBe('300-0')
    await fill(1, 50_000)
    const page = (await pageAfter(positions[100], 1_000)) as readonly number[]
    expect(page.at(-1)).toBe(300)
    // One that is large is known by now, and the script stops at the bytes.
    const count = ranges.length
    expect(await pageAfter(positions[200], 1_000)).toContain(300)
    expect(ranges).toHaveLength(count)
  })

  it.for<readonly [what: string, act: () => Promise<unknown>, then: unknown]>([
    ['flushed', () => redis.command('FLUSHALL'), 'gap: epoch-changed'],
    ['flushed and written anew', () => redis.command('FLUSHALL').then(() => fill(300)), 'gap: epoch-changed'],
    ['trimmed', () => fill(5_300), 'gap: trimmed'],
    [
      'deleted in part',
      () => redis.command('XDEL', 'eventwire:{log}:entries', '20-0'),
      [11, 12, 13, 14, 15, 16, 17, 18, 19],
    ],
  ])('what is %s between the verdict and the range is never complete', async ([, act, then]) => {
    const positions = await fill(300)
    await pageAfter(positions[0])
    meanwhile = act
    expect(await pageAfter(positions[9])).toEqual(then)
    expect(ranges).toHaveLength(1)
    expect(await verdictOf(log, positions[299] ?? '')).toBeDefined()
  })
})
