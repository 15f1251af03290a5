import { FakeClock } from '@eventwire/conformance'
import { Follower, say, verdictOf } from '@eventwire/faults/follower'
import { NatsServer, withNats } from '@eventwire/faults/nats-server'
import type { NatsConnection, SubscriptionOptions } from '@nats-io/nats-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NatsLogs, type NatsLogsOptions } from '../src/index.ts'
import { connection } from './connections.ts'

describe('wake-ups, and what is kept', withNats, () => {
  let server: NatsServer
  let own: NatsConnection
  let other: NatsConnection
  const clock = new FakeClock()
  const open: NatsLogs[] = []

  beforeEach(async () => {
    server = await NatsServer.start()
    own = await connection(server.url)
    other = await connection(server.url)
  })

  afterEach(async () => {
    for (const logs of open.splice(0)) await logs.close()
    await own.close()
    await other.close()
    await server[Symbol.asyncDispose]()
  })

  function logsOf(options: Partial<NatsLogsOptions> = {}): NatsLogs {
    const logs = new NatsLogs({ connection: own, onError: () => undefined, ...options })
    open.push(logs)
    return logs
  }

  const beside = (): NatsLogs => logsOf({ connection: other })

  /** The connection, whose wake-ups are lost, and which counts what is asked of it. */
  function observed(loses: boolean): { readonly connection: NatsConnection; asked: number } {
    const seen = { asked: 0, connection: own }
    seen.connection = new Proxy(own, {
      get(target, name) {
        if (name === 'subscribe' && loses) {
          return (subject: string, options: SubscriptionOptions) =>
            target.subscribe(
              subject,
              subject.startsWith('eventwire') ? { ...options, callback: () => undefined } : options,
            )
        }
        if (name === 'publish') seen.asked += 1
        const value = Reflect.get(target, name) as unknown
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    return seen
  }

  it('a log is read once for all who wait, however many', async () => {
    const seen = observed(false)
    const log = logsOf({ connection: seen.connection }).open('log')
    await log.bounds()
    const followers = await Promise.all(Array.from({ length: 100 }, () => Follower.of(log, { at: 'head' })))
    const waiting = followers.map((follower) => follower.until(3))
    await own.flush()
    seen.asked = 0
    await say(beside().open('log'), '1', '2', '3')
    for (const each of await Promise.all(waiting)) expect(each).toEqual(['1', '2', '3'])
    expect(seen.asked).toBeLessThan(60)
  })

  it('who waits at the head of a log is given what NATS tells, and nothing is asked', async () => {
    const seen = observed(false)
    const log = logsOf({ connection: seen.connection }).open('log')
    const writer = beside().open('log')
    const follower = await Follower.of(log, { at: 'head' })
    const first = follower.until(1)
    await say(writer, '1')
    await first
    seen.asked = 0
    const more = ['2', '3', 'ä\uFEFF', '']
    for (const [index, data] of more.entries()) {
      const next = follower.until(2 + index)
      await writer.append([{ channel: 'c', type: 't', data, meta: { k: 'v' } }])
      expect(await next).toEqual(['1', ...more.slice(0, index + 1)])
    }
    expect(seen.asked).toBe(0)
    const all = follower.until(7)
    await say(writer, '6', '7')
    expect((await all).slice(5)).toEqual(['6', '7'])
    expect(await verdictOf(log, (await log.bounds()).floor.position)).toEqual(['1', ...more, '6', '7'])
  })

  it('a wake-up that was lost is made good by the look at the heads; the end too', async () => {
    const log = logsOf({ connection: observed(true).connection, clock }).open('log')
    const follower = await Follower.of(log, { at: 'head' })
    const waiting = follower.until(1)
    await expect.poll(() => clock.pending).toBe(1)
    await say(beside().open('log'), '1')
    await clock.advance(5_000)
    expect(await waiting).toEqual(['1'])
    const end = follower.until(2)
    await beside().open('log').end()
    await expect.poll(() => clock.pending).toBe(1)
    await clock.advance(5_000)
    expect(await end).toEqual(['1'])
  })

  it('a log that is deleted at one node is over for who follows it at another', async () => {
    await say(logsOf().open('log'), '1')
    const follower = await Follower.of(logsOf().open('log'), { at: 'floor' })
    expect(await follower.until(1)).toEqual(['1'])
    const end = follower.until(2)
    await own.flush()
    await beside().delete('log')
    await end
  })

  it('who follows through logs that are closed meets a TypeError', async () => {
    const logs = logsOf()
    const follower = await Follower.of(logs.open('log'), { at: 'head' })
    const waiting = follower.until(1)
    await own.flush()
    await logs.close()
    await expect(waiting).rejects.toThrow(TypeError)
    expect(own.isClosed()).toBe(false)
  })

  it('entries: none that is older than maxAge, and who has seen all of a quiet log goes on', async () => {
    let now = 1_000_000
    const aging = { now: () => now, setTimeout: () => 0, clearTimeout: () => undefined }
    const log = logsOf({ maxAge: 1_000, clock: aging }).open('log')
    const positions = [...(await say(log, '1', '2'))]
    now += 600
    positions.push(...(await say(log, '3', '4')))
    expect(await verdictOf(log, positions[0] ?? '')).toEqual(['2', '3', '4'])
    now += 600
    expect(await verdictOf(log, positions[0] ?? '')).toEqual(['gap: trimmed 1'])
    expect(await verdictOf(log, positions[1] ?? '')).toEqual(['3', '4'])
    now += 60_000
    expect(await verdictOf(log, positions[1] ?? '')).toEqual(['gap: trimmed 2'])
    expect(await verdictOf(log, positions[3] ?? '')).toEqual([])
    await say(log, '5')
    expect(await verdictOf(log, positions[3] ?? '')).toEqual(['5'])
  })

  it('entries: no more than maxBytes take', async () => {
    const log = logsOf({ maxBytes: 20_000 }).open('log')
    const positions = await say(log, ...Array.from({ length: 30 }, () => 'x'.repeat(1_000)))
    const { floor, head } = await log.bounds()
    expect(head.seq - floor.seq).toBeLessThan(20)
    expect(await verdictOf(log, positions[0] ?? '')).toEqual([`gap: trimmed ${floor.seq - 1}`])
  })

  it('limits that have changed are those of the stream from then on', async () => {
    await say(logsOf({ maxEntries: 100 }).open('log'), ...Array.from({ length: 20 }, String))
    const log = logsOf({ maxEntries: 5 }).open('log')
    expect((await log.bounds()).floor.seq).toBe(15)
    const info = await own.request('$JS.API.STREAM.INFO.eventwire_log')
    expect(info.json()).toMatchObject({ config: { max_msgs: 7 }, state: { messages: 7 } })
  })

  it('keys: an append that broke off is finished by its key', async () => {
    const log = logsOf().open('log')
    const { floor } = await log.bounds()
    const batch = ['a', 'b', 'c'].map((data) => ({ channel: 'c', data }))
    await log.append(batch.slice(0, 1), { idempotencyKey: 'k' })
    // As if its node had died before it noted what was there.
    await own.request('$JS.API.STREAM.PURGE.eventwire-keys')
    const positions = await beside().open('log').append(batch, { idempotencyKey: 'k' })
    expect(await verdictOf(log, floor.position)).toEqual(['a', 'b', 'c'])
    expect(await verdictOf(log, positions[0] ?? '')).toEqual(['b', 'c'])
    expect(await log.append(batch, { idempotencyKey: 'k' })).toEqual(positions)
  })

  it('an entry with a channel that is longer than a line of the protocol', async () => {
    const log = logsOf().open('log')
    const { floor } = await log.bounds()
    const channel = 'é'.repeat(5_000)
    await log.append([{ channel, data: '1' }])
    const page = await log.read(floor.position, { limit: 1, maxBytes: 1, signal: new AbortController().signal })
    expect(page.kind === 'entries' && page.entries[0]?.channel).toBe(channel)
  })
})
