import { say } from '@eventwire/faults/follower'
import { NatsServer, withNats } from '@eventwire/faults/nats-server'
import type { NatsConnection } from '@nats-io/nats-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NatsLogs, type NatsLog } from '../src/index.ts'
import { before } from './before.ts'
import { connection } from './connections.ts'

describe('a crowd of readers, as after a restart', withNats, () => {
  let server: NatsServer
  let own: NatsConnection
  let logs: NatsLogs
  let asked: { entries: number; consumers: number }

  beforeEach(async () => {
    server = await NatsServer.start()
    own = await connection(server.url)
    asked = { entries: 0, consumers: 0 }
    const counting = before(own, (subject) => {
      if (subject.includes('DIRECT.GET')) asked.entries += 1
      if (subject.includes('CONSUMER.CREATE')) asked.consumers += 1
      return undefined
    })
    logs = new NatsLogs({ connection: counting })
  })

  afterEach(async () => {
    await logs.close()
    await own.close()
    await server[Symbol.asyncDispose]()
  })

  async function crowd(log: NatsLog, places: readonly string[]): Promise<readonly (readonly string[])[]> {
    asked = { entries: 0, consumers: 0 }
    const { signal } = new AbortController()
    const readers = Array.from({ length: 200 }, (_, index) => places[index % places.length] ?? '')
    const pages = readers.map((place) => log.read(place, { limit: 1_000, maxBytes: 64 * 1024, signal }))
    return (await Promise.all(pages)).map((page) => {
      if (page.kind === 'gap') throw new Error(`A gap: ${page.gap.reason}`)
      return page.entries.map(({ data }) => data)
    })
  }

  it('asks for each entry about once, and not once for each of them', async () => {
    const log = logs.open('log')
    const texts = Array.from({ length: 50 }, (_, index) => String(index))
    const [first = ''] = await say(log, ...texts)
    for (const page of await crowd(log, [first])) expect(page).toEqual(texts.slice(1))
    // Each for itself they would be 10,000.
    expect(asked.entries).toBeLessThan(1_000)
    expect(asked.consumers).toBe(0)
  })

  it('makes one consumer for many entries, also if they are not at the same place', async () => {
    const log = logs.open('log')
    const texts = Array.from({ length: 200 }, (_, index) => String(index))
    const places = (await say(log, ...texts)).slice(0, 100)
    for (const [index, page] of (await crowd(log, places)).entries()) {
      expect(page.length).toBeGreaterThan(0)
      expect(page).toEqual(texts.slice((index % 100) + 1, (index % 100) + 1 + page.length))
    }
    expect(asked.consumers).toBe(1)
    // Those that tell whether the place is there, and where the head is.
    expect(asked.entries).toBeLessThan(400)
  })
})
