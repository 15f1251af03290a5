import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RedisLogs, type RedisLog } from '../src/index.ts'
import { ioredis, type TestClient } from './clients.ts'
import { Follower, say, verdictOf } from '@eventwire/faults/follower'
import { RedisServer, withRedis } from '@eventwire/faults/redis-server'

describe('a Redis that loses history', withRedis, () => {
  let server: RedisServer
  let redis: TestClient
  let logs: RedisLogs
  let log: RedisLog

  beforeEach(async () => {
    server = await RedisServer.start()
    redis = await ioredis(server.url)
    logs = new RedisLogs({ client: redis.client, onError: () => undefined })
    log = logs.open('news')
  })

  afterEach(async () => {
    await logs.close()
    await redis[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  })

  it('FLUSHALL: another epoch, for those who come back and those who follow', async () => {
    const { head: empty } = await log.bounds()
    const [, two = ''] = await say(log, '1', '2', '3')
    const follower = await Follower.of(log, { at: 'floor' })
    await follower.until(3)
    const more = follower.until(6)
    await redis.command('FLUSHALL')
    await say(log, '4', '5')
    expect(await verdictOf(log, two)).toEqual(['gap: epoch-changed'])
    expect(await verdictOf(log, empty.position)).toEqual(['gap: epoch-changed'])
    expect(await more).toEqual(['1', '2', '3', 'gap: epoch-changed', '4', '5'])
  })

  it('a restart without persistence: another epoch', async () => {
    const [one = ''] = await say(log, '1', '2', '3')
    await server.kill()
    await server.start()
    expect(await verdictOf(log, one)).toEqual(['gap: epoch-changed'])
    await say(log, '4')
    expect(await verdictOf(log, (await log.bounds()).floor.position)).toEqual(['4'])
  })

  it('entries that went without the rest of the log: another epoch', async () => {
    const [one = ''] = await say(log, '1', '2')
    await redis.command('DEL', 'eventwire:{news}:entries')
    expect(await verdictOf(log, one)).toEqual(['gap: epoch-changed'])
  })

  it('entries that somebody else has deleted: trimmed, and what is left follows', async () => {
    const positions = await say(log, '1', '2', '3', '4', '5')
    await redis.command('XDEL', 'eventwire:{news}:entries', '3-0')
    expect(await verdictOf(log, positions[0] ?? '')).toEqual(['2'])
    expect(await verdictOf(log, positions[1] ?? '')).toEqual(['gap: trimmed 2'])
    expect(await verdictOf(log, positions[2] ?? '')).toEqual(['gap: trimmed 1'])
    expect(await verdictOf(log, positions[3] ?? '')).toEqual(['5'])
    await redis.command('XTRIM', 'eventwire:{news}:entries', 'MAXLEN', '1')
    expect(await verdictOf(log, positions[0] ?? '')).toEqual(['gap: trimmed 4'])
    expect((await log.bounds()).floor.seq).toBe(5)
  })

  it('a failover to an older copy: ahead-of-head, then forked, and complete only before the fork', async () => {
    const kept = await say(log, '1', '2', '3')
    await redis.command('SAVE')
    server.keepCopy()
    const lost = await say(log, 'lost 4', 'lost 5', 'lost 6')
    const follower = await Follower.of(log, { after: kept[2] ?? '' })
    await follower.until(3)
    const more = follower.until(5).catch(async () => {
      // The connection broke under it: it comes back as a hub does.
      const again = await Follower.of(log, { after: lost[2] ?? '' })
      return again.until(2)
    })
    await server.restoreCopy()

    for (const position of lost) expect(await verdictOf(log, position)).toEqual(['gap: ahead-of-head'])
    await say(log, '4', '5')
    expect(await verdictOf(log, kept[2] ?? '')).toEqual(['4', '5'])
    expect(await verdictOf(log, lost[0] ?? '')).toEqual(['gap: forked'])
    expect(await verdictOf(log, lost[2] ?? '')).toEqual(['gap: ahead-of-head'])
    await say(log, '6', '7')
    for (const position of lost) expect(await verdictOf(log, position)).toEqual(['gap: forked'])
    expect(await verdictOf(log, kept[0] ?? '')).toEqual(['2', '3', '4', '5', '6', '7'])
    const { resume, items } = await log.open({ after: lost[1] ?? '' }, { signal: AbortSignal.timeout(10_000) })
    expect(resume.from.seq).toBe(5)
    for await (const item of items) {
      expect(item.kind === 'entries' && item.entries.map(({ data }) => data)).toEqual(['6', '7'])
      break
    }
    expect((await more).some((each) => each.startsWith('gap: '))).toBe(true)
  })

  it('an append that was lost is appended by its key again', async () => {
    const entry = { channel: 'c', data: 'once' }
    await say(log, 'first')
    await redis.command('SAVE')
    server.keepCopy()
    const [lost] = await log.append([entry], { idempotencyKey: 'k' })
    await server.restoreCopy()
    await say(log, 'another')
    const [again = ''] = await log.append([entry], { idempotencyKey: 'k' })
    expect(again).not.toBe(lost)
    expect(await log.append([entry], { idempotencyKey: 'k' })).toEqual([again])
    expect(await verdictOf(log, lost ?? '')).toEqual(['gap: forked'])
    expect(await verdictOf(log, (await log.bounds()).floor.position)).toEqual(['first', 'another', 'once'])
  })
})
