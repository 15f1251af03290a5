import { say } from '@eventwire/faults/follower'
import { NatsServer, withNats } from '@eventwire/faults/nats-server'
import type { NatsConnection } from '@nats-io/nats-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NatsLogs } from '../src/index.ts'
import { connection } from './connections.ts'

describe('a crowd of readers, as after a restart', withNats, () => {
  let server: NatsServer
  let own: NatsConnection
  let logs: NatsLogs
  /** Requests for entries. */
  let asked: number

  beforeEach(async () => {
    server = await NatsServer.start()
    own = await connection(server.url)
    asked = 0
    const counting = new Proxy(own, {
      get(target, name) {
        if (name !== 'publish') {
          const value: unknown = Reflect.get(target, name, target)
          return typeof value === 'function' ? value.bind(target) : value
        }
        return (...args: Parameters<NatsConnection['publish']>) => {
          if (args[0].includes('DIRECT.GET')) asked += 1
          return target.publish(...args)
        }
      },
    })
    logs = new NatsLogs({ connection: counting })
  })

  afterEach(async () => {
    await logs.close()
    await own.close()
    await server[Symbol.asyncDispose]()
  })

  it('asks for each entry about once, and not once for each of them', async () => {
    const log = logs.open('log')
    const texts = Array.from({ length: 100 }, (_, index) => String(index))
    const [first = ''] = await say(log, ...texts)
    asked = 0
    const { signal } = new AbortController()
    const crowd = Array.from({ length: 200 }, () => log.read(first, { limit: 1_000, maxBytes: 64 * 1024, signal }))
    for (const page of await Promise.all(crowd)) {
      if (page.kind === 'gap') throw new Error(`A gap: ${page.gap.reason}`)
      expect(page.entries.map(({ data }) => data)).toEqual(texts.slice(1))
    }
    // Each for itself they would be 20,000.
    expect(asked).toBeLessThan(2_000)
  })
})
