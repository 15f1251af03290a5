import { faultWalk } from '@eventwire/faults/fault-walk'
import { RedisServer, withRedis } from '@eventwire/faults/redis-server'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { RedisLogs } from '../src/index.ts'
import { CLIENTS } from './clients.ts'

describe.for(CLIENTS)('over networks that fail at random, on %s', withRedis, ([, connect]) => {
  let server: RedisServer

  beforeAll(async () => {
    server = await RedisServer.start()
  })

  afterAll(async () => {
    await server[Symbol.asyncDispose]()
  })

  it('nothing is lost, nothing comes twice', { timeout: 60_000 }, () =>
    faultWalk(
      {
        port: server.port,
        async log(name, port, stack) {
          const redis = stack.use(await connect(`redis://127.0.0.1:${port}`))
          const logs = new RedisLogs({
            client: redis.client,
            timeout: 300,
            checkInterval: 1_000,
            onError: () => undefined,
          })
          stack.defer(() => logs.close())
          return logs.open(name)
        },
      },
      20,
    ),
  )
})
