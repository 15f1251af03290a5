import { faultWalk } from '@eventwire/faults/fault-walk'
import { NatsServer, withNats } from '@eventwire/faults/nats-server'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { NatsLogs } from '../src/index.ts'
import { connection } from './connections.ts'

describe('over networks that fail at random', withNats, () => {
  let server: NatsServer

  beforeAll(async () => {
    server = await NatsServer.start()
  })

  afterAll(async () => {
    await server[Symbol.asyncDispose]()
  })

  it('nothing is lost, nothing comes twice', { timeout: 60_000 }, () =>
    faultWalk(
      {
        port: server.port,
        async log(name, port, stack) {
          // Else it would find the way past the proxy, which the server tells of.
          const own = await connection(`127.0.0.1:${port}`, { ignoreClusterUpdates: true })
          const logs = new NatsLogs({ connection: own, timeout: 500, checkInterval: 1_000, onError: () => undefined })
          stack.defer(() => own.close())
          stack.defer(() => logs.close())
          return logs.open(name)
        },
      },
      12,
    ),
  )
})
