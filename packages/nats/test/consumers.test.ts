import { say, verdictOf } from '@eventwire/faults/follower'
import { NatsServer, withNats } from '@eventwire/faults/nats-server'
import type { NatsConnection } from '@nats-io/nats-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NatsLogs, type NatsLog, type NatsLogsOptions } from '../src/index.ts'
import { deliveredSeq } from '../src/consumers.ts'
import { before, type Before } from './before.ts'
import { connection } from './connections.ts'

const TEXTS = Array.from({ length: 300 }, (_, index) => String(index))

describe('pages of many entries', withNats, () => {
  let server: NatsServer
  let own: NatsConnection
  /** Calls of consumers, as `CREATE`. */
  let calls: string[]
  /** Requests for one entry. */
  let gets: number
  const open: NatsLogs[] = []

  beforeEach(async () => {
    server = await NatsServer.start()
    own = await connection(server.url)
    calls = []
    gets = 0
  })

  afterEach(async () => {
    for (const logs of open.splice(0)) await logs.close()
    await own.close()
    await server[Symbol.asyncDispose]()
  })

  function logOf(act: Before = () => undefined, options: Partial<NatsLogsOptions> = {}): NatsLog {
    const observed = before(own, (subject, payload) => {
      const [, call] = /CONSUMER\.([A-Z.]+)\./.exec(subject) ?? []
      if (call !== undefined) calls.push(call)
      if (subject.includes('DIRECT.GET')) gets += 1
      return act(subject, payload)
    })
    const logs = new NatsLogs({ connection: observed, onError: () => undefined, timeout: 60_000, ...options })
    open.push(logs)
    return logs.open('log')
  }

  async function consumers(): Promise<number> {
    const answer = await own.request('$JS.API.CONSUMER.NAMES.eventwire_log')
    return answer.json<{ readonly total: number }>().total
  }

  it('are read by a consumer, which is not left behind', { timeout: 10_000 }, async () => {
    const log = logOf()
    const { floor } = await log.bounds()
    await log.append(TEXTS.map((data) => ({ channel: 'c', data, type: 't', meta: { data } })))
    const page = await log.read(floor.position, { limit: 1_000, maxBytes: 1e6, signal: new AbortController().signal })
    if (page.kind === 'gap') throw new Error(page.gap.reason)
    expect(page.entries.map(({ seq, channel, type, data, meta }) => [seq, channel, type, data, meta])).toEqual(
      TEXTS.map((data, index) => [index + 1, 'c', 't', data, { data }]),
    )
    expect(calls).toEqual(['CREATE', 'MSG.NEXT', 'DELETE'])
    await expect.poll(consumers).toBe(0)
  })

  it('of fewer are not', async () => {
    const log = logOf()
    const places = await say(log, ...TEXTS.slice(0, 100))
    expect(await verdictOf(log, places[50] ?? '')).toEqual(TEXTS.slice(51, 100))
    expect(calls).toEqual([])
  })

  it('are not either on a server of a cluster', async () => {
    const log = logOf()
    const [first = ''] = await say(log, ...TEXTS)
    const clustered = new Proxy(own, {
      get(target, name) {
        const value: unknown = name === 'info' ? { ...target.info, cluster: 'c' } : Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    own = clustered
    expect(await verdictOf(logOf(), first)).toEqual(TEXTS.slice(1))
    expect(calls).toEqual([])
  })

  it('keep maxBytes, and give one entry that is larger', async () => {
    const log = logOf()
    const { floor } = await log.bounds()
    const [large = '', ...more] = ['x'.repeat(50_000), 'y'.repeat(50_000), ...TEXTS]
    await log.append([large, ...more].map((data) => ({ channel: 'c', data })))
    const seen: string[] = []
    const sizes: number[] = []
    for (let after = floor.position as string; seen.length < more.length + 1;) {
      const page = await log.read(after, { limit: 200, maxBytes: 20_000, signal: new AbortController().signal })
      if (page.kind === 'gap') throw new Error(page.gap.reason)
      const texts = page.entries.map(({ data }) => data)
      if (texts.length > 1) expect(texts.join('').length).toBeLessThanOrEqual(20_000)
      expect(texts.length).toBeLessThanOrEqual(200)
      seen.push(...texts)
      sizes.push(texts.length)
      after = page.entries.at(-1)?.position ?? after
    }
    expect(seen).toEqual([large, ...more])
    expect(sizes.slice(0, 2)).toEqual([1, 1])
    expect(sizes.length).toBeLessThan(12)
  })

  it('take no more from the network than about maxBytes', async () => {
    const log = logOf()
    const { floor } = await log.bounds()
    await log.append(Array.from({ length: 100 }, () => ({ channel: 'c', data: 'x'.repeat(10_000) })))
    for (const [maxBytes, count] of [
      [50_000, 4],
      [20_000, 1],
    ] as const) {
      const before = own.stats().inBytes
      gets = 0
      const { signal } = new AbortController()
      const page = await log.read(floor.position, { limit: 100, maxBytes, signal })
      expect(page.kind === 'entries' && page.entries.length).toBe(count)
      // The head is looked at as well.
      expect(own.stats().inBytes - before).toBeLessThan(maxBytes + 20_000)
      expect(gets).toBe(1)
    }
  })

  it('end also where maxBytes are met to the byte, which NATS does not tell', { timeout: 10_000 }, async () => {
    const log = logOf()
    const [first = ''] = await say(log, ...TEXTS)
    const { signal } = new AbortController()
    // None of these messages takes so much: one of the sizes is met.
    for (let maxBytes = 16 * 1024; maxBytes < 16 * 1024 + 250; maxBytes += 1) {
      const page = await log.read(first, { limit: 1_000, maxBytes, signal })
      expect(page.kind === 'entries' && page.entries.length).toBeGreaterThan(64)
    }
  })

  it('are read once for many who want the same, of which each keeps its limit', async () => {
    const log = logOf()
    const [first = ''] = await say(log, ...TEXTS)
    const { signal } = new AbortController()
    const limits = [200, 70, 300, 200]
    const pages = await Promise.all(limits.map((limit) => log.read(first, { limit, maxBytes: 1e6, signal })))
    expect(pages.map((page) => page.kind === 'entries' && page.entries.length)).toEqual([200, 70, 200, 200])
    expect(calls).toEqual(['CREATE', 'MSG.NEXT', 'DELETE'])
  })

  it('are asked for once, and then one by one, if the first of them is too large', async () => {
    const log = logOf()
    const { floor } = await log.bounds()
    await log.append(['x'.repeat(50_000), ...TEXTS].map((data) => ({ channel: 'c', data })))
    const { signal } = new AbortController()
    const read = () => log.read(floor.position, { limit: 1_000, maxBytes: 20_000, signal })
    for (const page of await Promise.all(Array.from({ length: 20 }, read))) {
      expect(page.kind === 'entries' && page.entries.length).toBe(1)
    }
    expect(calls).toEqual(['CREATE', 'MSG.NEXT', 'DELETE'])
    // Of the head, of the large one, and of that after it, of readers of which some are later than others.
    expect(gets).toBeLessThan(10)
  })

  it('go on one by one if the consumer gets nothing, or is deleted', async () => {
    for (const call of ['CREATE', 'MSG.NEXT']) {
      const losing = logOf(
        (subject) => (subject.includes(`CONSUMER.${call}`) ? Promise.reject(new Error('lost')) : undefined),
        {
          timeout: 800,
          prefix: call === 'CREATE' ? 'a' : 'b',
        },
      )
      const [first = ''] = await say(losing, ...TEXTS)
      expect(await verdictOf(losing, first)).toEqual(TEXTS.slice(1))
    }
    const deleting = logOf(
      (subject) => {
        const consumer = subject.split('MSG.NEXT.')[1]
        return consumer === undefined ? undefined : own.request(`$JS.API.CONSUMER.DELETE.${consumer}`)
      },
      { timeout: 800 },
    )
    const [first = ''] = await say(deleting, ...TEXTS)
    expect(await verdictOf(deleting, first)).toEqual(TEXTS.slice(1))
  })

  it('are unreachable at once if the connection is lost meanwhile', { timeout: 10_000 }, async () => {
    const log = logOf((subject) =>
      subject.includes('MSG.NEXT') ? own.close().then(() => Promise.reject(new Error('lost'))) : undefined,
    )
    const [first = ''] = await say(log, ...TEXTS)
    await expect(verdictOf(log, first)).rejects.toMatchObject({ name: 'LogError', code: 'unreachable' })
  })

  it('have no hole if entries are trimmed away meanwhile', async () => {
    const purge = JSON.stringify({ seq: 101 })
    const log = logOf((subject) =>
      subject.includes('MSG.NEXT') ? own.request('$JS.API.STREAM.PURGE.eventwire_log', purge) : undefined,
    )
    const places = await say(log, ...TEXTS)
    expect(await verdictOf(log, places[49] ?? '')).toEqual(['gap: trimmed 51'])
  })

  it('are of one life of the log', async () => {
    const another = logOf()
    const [first = ''] = await say(another, ...TEXTS)
    let isFirst = true
    const log = logOf((subject) => {
      if (!isFirst || !subject.includes('CONSUMER.CREATE')) return undefined
      isFirst = false
      return own
        .request('$JS.API.STREAM.DELETE.eventwire_log')
        .then(() => another.bounds())
        .then(() => say(another, ...TEXTS.map((text) => `new ${text}`)))
    })
    expect(await verdictOf(log, first)).toEqual(['gap: epoch-changed'])
    expect(isFirst).toBe(false)
  })
})

describe('a user who may not use consumers', withNats, () => {
  it.for(['CREATE', 'MSG.NEXT', 'DELETE'])('reads one by one, and tries once: %s', async (missing) => {
    const permissions = JSON.stringify({ publish: { allow: '>', deny: `$JS.API.CONSUMER.${missing}.>` } })
    const user = `{ user: u, password: p, permissions: ${permissions} }`
    await using server = await NatsServer.start(`jetstream {}\nauthorization { users: [${user}] }`)
    const own = await connection(server.url, { user: 'u', pass: 'p' })
    let created = 0
    const counting = before(own, (subject) => {
      if (subject.includes('CONSUMER.CREATE')) created += 1
      return undefined
    })
    await using logs = new NatsLogs({ connection: counting, onError: () => undefined })
    const log = logs.open('log')
    const [first = ''] = await say(log, ...TEXTS)
    for (let round = 0; round < 3; round += 1) expect(await verdictOf(log, first)).toEqual(TEXTS.slice(1))
    expect(created).toBe(1)
    await own.close()
  })
})

it('a delivery tells its seq, with and without a domain; a status tells none', () => {
  expect(deliveredSeq('$JS.ACK.stream.consumer.1.42.7.1795749418345817762.19')).toBe(42)
  expect(deliveredSeq('$JS.ACK.hub.account.stream.consumer.1.42.7.1795749418345817762.19.random')).toBe(42)
  expect(deliveredSeq('')).toBeNaN()
})
