import { Follower, say, verdictOf } from '@eventwire/faults/follower'
import { NatsServer, withNats } from '@eventwire/faults/nats-server'
import type { NatsConnection } from '@nats-io/nats-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NatsLogs, type NatsLog, type NatsLogsOptions } from '../src/index.ts'
import { connection } from './connections.ts'

describe('NATS that loses history', withNats, () => {
  let server: NatsServer
  let own: NatsConnection
  const open: NatsLogs[] = []

  beforeEach(async () => {
    server = await NatsServer.start()
    own = await connection(server.url)
  })

  afterEach(async () => {
    for (const logs of open.splice(0)) await logs.close()
    await own.close()
    await server[Symbol.asyncDispose]()
  })

  function logOf(options: Partial<NatsLogsOptions> = {}): NatsLog {
    const logs = new NatsLogs({ connection: own, timeout: 1_000, onError: () => undefined, ...options })
    open.push(logs)
    return logs.open('news')
  }

  it('a restart loses nothing that is in files', async () => {
    const log = logOf()
    const [one = ''] = await say(log, '1', '2')
    await server.kill()
    await server.start()
    await back(log)
    expect(await verdictOf(log, one)).toEqual(['2'])
    const [three] = await say(log, '3')
    expect(three?.split('-').slice(0, 2)).toEqual([one.split('-')[0], '3'])
  })

  it('a restart loses what is in memory: another epoch', async () => {
    const log = logOf({ storage: 'memory' })
    const { head: empty } = await log.bounds()
    const [one = ''] = await say(log, '1', '2')
    await server.kill()
    await server.start()
    await back(log)
    expect(await verdictOf(log, one)).toEqual(['gap: epoch-changed'])
    expect(await verdictOf(log, empty.position)).toEqual(['gap: epoch-changed'])
    await say(log, '3')
    expect(await verdictOf(log, (await log.bounds()).floor.position)).toEqual(['3'])
  })

  it('the store is wiped: another epoch, for those who come back and those who append', async () => {
    const log = logOf()
    const [, two = ''] = await say(log, '1', '2', '3')
    await server.wipe()
    await server.start()
    await expect.poll(() => say(log, '4').then(() => 'said', String), { timeout: 20_000 }).toBe('said')
    expect(await verdictOf(log, two)).toEqual(['gap: epoch-changed'])
    expect(await verdictOf(log, (await log.bounds()).floor.position)).toEqual(['4'])
  })

  it('the stream is deleted by somebody else: another epoch, also for who publishes in the old one', async () => {
    const log = logOf()
    const [one = ''] = await say(log, '1', '2')
    const follower = await Follower.of(log, { at: 'head' })
    const more = follower.until(2)
    await own.request('$JS.API.STREAM.DELETE.eventwire_news')
    await say(log, '3')
    expect(await verdictOf(log, one)).toEqual(['gap: epoch-changed'])
    expect(await more).toEqual(['gap: epoch-changed', '3'])
  })

  it('the stream is purged by somebody else: another epoch, and all nodes agree on it', async () => {
    const [log, other] = [logOf(), logOf()]
    const [one = '', two = ''] = await say(log, '1', '2')
    await own.request('$JS.API.STREAM.PURGE.eventwire_news')
    const [first, second] = await Promise.all([log.bounds(), other.bounds()])
    expect(first).toEqual(second)
    expect(first.head.seq).toBe(2)
    for (const position of [one, two]) expect(await verdictOf(log, position)).toEqual(['gap: epoch-changed'])
    const [three = ''] = await say(other, '3')
    expect(await verdictOf(log, first.head.position)).toEqual(['3'])
    await say(log, '4')
    expect(await verdictOf(other, three)).toEqual(['4'])
  })

  it('the oldest are purged by somebody else: trimmed, and what is left follows', async () => {
    const log = logOf()
    const positions = await say(log, '1', '2', '3', '4')
    await own.request('$JS.API.STREAM.PURGE.eventwire_news', JSON.stringify({ seq: 3 }))
    expect(await verdictOf(log, positions[0] ?? '')).toEqual(['gap: trimmed 2'])
    expect(await verdictOf(log, positions[2] ?? '')).toEqual(['4'])
    expect((await log.bounds()).floor.position).toBe(positions[2])
  })

  it('an entry cannot be deleted', async () => {
    const log = logOf()
    const [one = ''] = await say(log, '1', '2', '3')
    const answer = await own.request('$JS.API.STREAM.MSG.DELETE.eventwire_news', JSON.stringify({ seq: 2 }))
    expect(answer.json()).toMatchObject({ error: { description: 'message delete not permitted' } })
    expect(await verdictOf(log, one)).toEqual(['2', '3'])
  })

  it('an older copy is restored: ahead-of-head, then forked, and complete only before the fork', async () => {
    const log = logOf()
    const kept = await say(log, '1', '2', '3')
    await server.keepCopy()
    await back(log)
    const lost = await say(log, 'lost 4', 'lost 5', 'lost 6')
    await server.restoreCopy()
    await back(log)

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
  })

  it('who follows while an older copy is restored meets a gap, or fails and gets it when it comes back', async () => {
    const log = logOf()
    await say(log, '1')
    await server.keepCopy()
    await back(log)
    const follower = await Follower.of(log, { at: 'head' })
    const lost = follower.until(1)
    const [position = ''] = await say(log, 'lost')
    await lost
    const more = follower.until(3).catch(async () => {
      await back(log)
      return verdictOf(log, position)
    })
    await server.restoreCopy()
    await back(log)
    await say(log, '2', '3')
    expect((await more).join()).toMatch(/gap: (forked|ahead-of-head)/)
  })

  it('an append that was lost is appended by its key again', async () => {
    const log = logOf()
    const entry = { channel: 'c', data: 'once' }
    await say(log, 'first')
    await server.keepCopy()
    await back(log)
    const [lost] = await log.append([entry], { idempotencyKey: 'k' })
    await server.restoreCopy()
    await back(log)
    await say(log, 'another')
    const [again = ''] = await log.append([entry], { idempotencyKey: 'k' })
    expect(again).not.toBe(lost)
    expect(await log.append([entry], { idempotencyKey: 'k' })).toEqual([again])
    expect(await verdictOf(log, lost ?? '')).toEqual(['gap: forked'])
    expect(await verdictOf(log, (await log.bounds()).floor.position)).toEqual(['first', 'another', 'once'])
  })
})

/** Resolves once the log answers. */
function back(log: NatsLog): Promise<void> {
  const ask = (): Promise<string> => log.bounds().then(() => 'back', String)
  return expect.poll(ask, { timeout: 20_000 }).toBe('back')
}
