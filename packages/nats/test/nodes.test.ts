import { NatsServer, withNats } from '@eventwire/faults/nats-server'
import { twoNodes } from '@eventwire/faults/two-nodes'
import { Hub } from '@eventwire/server'
import { afterEach, beforeEach, describe, it } from 'vitest'
import { NatsLogs } from '../src/index.ts'
import { connection } from './connections.ts'

describe('hubs on two nodes', withNats, () => {
  let server: NatsServer
  const close: (() => Promise<void>)[] = []

  beforeEach(async () => {
    server = await NatsServer.start()
  })

  afterEach(async () => {
    for (const each of close.splice(0).toReversed()) await each()
    await server[Symbol.asyncDispose]()
  })

  /** A node: a connection of its own, logs and a hub. */
  async function node(onError: (error: unknown) => void = () => undefined): Promise<Hub> {
    const own = await connection(server.url)
    const logs = new NatsLogs({ connection: own, timeout: 500, checkInterval: 1_000, onError: () => undefined })
    const hub = new Hub({ log: logs.open('news'), onError })
    close.push(
      () => own.close(),
      () => logs.close(),
      () => hub.close(),
    )
    return hub
  }

  for (const { name, run } of twoNodes) {
    it(name, () => run({ node, away: () => server.wipe(), back: () => server.start(), keeps: false }))
  }
})
