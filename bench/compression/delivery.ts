// What a server spends on events that it sends one by one, as they are or through the middleware of Express that
// compresses. A program. Arguments: 'none' or 'gzip'; --quick.

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { openSession } from '@eventwire/node'
import { Hub, MemoryLog } from '@eventwire/server'
import compression from 'compression'
import { usedBytes } from '../harness/memory.ts'
import { seededRandom } from '../harness/random.ts'
import { token } from '../parser/events.ts'

/** Of one way to send. */
export interface Delivery {
  /** Microseconds of all threads per event and connection. */
  readonly cpu: number
  /** Bytes of resident memory per connection. */
  readonly memory: number
}

const CONNECTIONS = 1_000

const isGzip = process.argv[2] === 'gzip'
const rounds = process.argv.includes('--quick') ? 20 : 200
const random = seededRandom(1)
const hub = new Hub({ log: new MemoryLog() })
const compress = compression({ threshold: 0 })
const server = createServer((req, res) => {
  if (!isGzip) return void answer(req, res)
  // The middleware is written for Express, whose requests and responses these would be.
  compress(req as Parameters<typeof compress>[0], res as Parameters<typeof compress>[1], () => {
    const { writeHead } = res
    res.writeHead = (status: number, ...[headers]: unknown[]) =>
      Reflect.apply(writeHead, res, [status, { ...Object(headers), 'cache-control': 'no-store' }])
    void answer(req, res)
  })
}).listen(0, '127.0.0.1')
await once(server, 'listening')

await usedBytes()
const before = process.memoryUsage.rss()
const { port } = server.address() as AddressInfo
const clients = fork(join(import.meta.dirname, 'clients.js'), [`${port}`, `${CONNECTIONS}`], { execArgv: [] })
await once(clients, 'message')
while (hub.sessions < CONNECTIONS) await new Promise((resolve) => setTimeout(resolve, 10))

await send(20)
const start = process.cpuUsage()
await send(rounds)
const { user, system } = process.cpuUsage(start)
await usedBytes()
const memory = (process.memoryUsage.rss() - before) / CONNECTIONS
console.log(JSON.stringify({ cpu: (user + system) / (rounds * CONNECTIONS), memory } satisfies Delivery))
clients.kill()
process.exit()

async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const session = await openSession(req, res)
  if (session) await hub.subscribe(session, ['tokens'])
}

/** The next event is published once every client has been sent something of the one before. */
async function send(count: number): Promise<void> {
  for (let round = 0; round < count; round += 1) {
    clients.send('ask')
    const arrived = once(clients, 'message')
    await hub.channel('tokens').publish({ data: token(random).data })
    await arrived
  }
}
