import { say, verdictOf } from '@eventwire/faults/follower'
import { NatsServer, withNats } from '@eventwire/faults/nats-server'
import type { Mark } from '@eventwire/server'
import type { NatsConnection } from '@nats-io/nats-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NatsLogs, type NatsLog, type NatsLogsOptions } from '../src/index.ts'
import { before } from './before.ts'
import { connection } from './connections.ts'

const TEXTS = Array.from({ length: 100 }, (_, index) => String(index + 1))

describe('a log that is trimmed between every look at it and what is asked next', withNats, () => {
  let server: NatsServer
  let own: NatsConnection
  /** Of all that was appended, by its seq less one. */
  let places: string[]
  const open: NatsLogs[] = []

  beforeEach(async () => {
    server = await NatsServer.start()
    own = await connection(server.url)
    places = []
  })

  afterEach(async () => {
    for (const logs of open.splice(0)) await logs.close()
    await own.close()
    await server[Symbol.asyncDispose]()
  })

  function logOf(by: NatsConnection, options: Partial<NatsLogsOptions> = {}): NatsLog {
    const logs = new NatsLogs({ connection: by, onError: () => undefined, ...options })
    open.push(logs)
    return logs.open('log')
  }

  /** The log, of which nobody finds the entry that they look for, but for the newest ten. */
  async function fleeting(): Promise<NatsLog> {
    places.push(...(await say(logOf(own), ...TEXTS)))
    await own.request('$JS.API.STREAM.PURGE.eventwire_log', JSON.stringify({ seq: 10 }))
    const trimming = before(own, (subject, payload) => {
      if (!subject.includes('DIRECT.GET')) return undefined
      const { seq } = JSON.parse(payload) as { readonly seq: number }
      if (seq > 90) return undefined
      return own.request('$JS.API.STREAM.PURGE.eventwire_log', JSON.stringify({ seq: seq + 3 }))
    })
    return logOf(trimming)
  }

  /** The log, of which all entries have become others whenever one is looked at. */
  async function rushing(): Promise<NatsLog> {
    const options = { maxEntries: 5 }
    const writer = logOf(own, options)
    const write = async (): Promise<void> => {
      // Others may come between.
      for (const place of await say(writer, ...TEXTS.slice(0, 10))) places[Number(place.split('-')[1]) - 1] = place
    }
    await write()
    const writing = before(own, (subject, payload) => {
      if (!subject.includes('DIRECT.GET')) return undefined
      // The floor is found later than the head, and may be beyond it.
      return payload.includes('"seq":5') ? write().then(write).then(write) : write()
    })
    return logOf(writing, options)
  }

  function expectTrue({ seq, position }: Mark): void {
    expect(position).toBe(places[seq - 1])
  }

  it('has a floor that one can resume after', async () => {
    const { floor, head } = await (await fleeting()).bounds()
    expectTrue(floor)
    expectTrue(head)
    expect(floor.seq).toBeLessThan(20)
    expect(await verdictOf(logOf(own), floor.position)).toEqual(TEXTS.slice(floor.seq))
  })

  it('is opened at its floor', async () => {
    const { resume } = await (await fleeting()).open({ at: 'floor' }, { signal: new AbortController().signal })
    expect(resume.kind).toBe('fresh')
    expectTrue(resume.from)
  })

  it.for([1, 8, 9, 10, 11, 12, 40])('tells who comes from %d exactly what is missed', async (seq) => {
    const log = await fleeting()
    const read = await log.read(places[seq - 1] ?? '', {
      limit: 1_000,
      maxBytes: 1e6,
      signal: new AbortController().signal,
    })
    // Trimmed, or about to be when it was asked for.
    if (read.kind !== 'gap') throw new Error('No gap')
    expect(read.gap).toMatchObject({ reason: 'trimmed', missed: read.from.seq - seq })
    expectTrue(read.from)
    expect(await verdictOf(logOf(own), read.from.position)).toEqual(TEXTS.slice(read.from.seq))
  })

  it('gives who is near the head what follows', async () => {
    const log = await fleeting()
    expect(await verdictOf(log, places[94] ?? '')).toEqual(TEXTS.slice(95))
  })

  it('has a floor and a head, in this order, also if all that was there is gone', async () => {
    const { floor, head } = await (await rushing()).bounds()
    expectTrue(floor)
    expectTrue(head)
    expect(floor.seq).toBeLessThanOrEqual(head.seq)
  })

  it('judges who comes from anywhere, also if all that was there is gone', async () => {
    const log = await rushing()
    const { signal } = new AbortController()
    for (const [after, reason] of [
      [places.at(0), 'trimmed'],
      [places.at(-1), 'trimmed'],
      ['other', 'unreadable'],
      ['aaaaaaaaaaaa-1-aaaaaaaaaaaa', 'epoch-changed'],
      [places.at(0)?.replace(/-\d+-/, '-1000000-'), 'ahead-of-head'],
    ] as const) {
      const verdict = await log.read(after ?? '', { limit: 10, maxBytes: 1e6, signal })
      expect(verdict.kind === 'gap' && verdict.gap.reason).toBe(reason)
      expectTrue(verdict.from)
    }
  })
})
