import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { createSecureServer } from 'node:http2'
import { createServer as createHttpsServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { Agent, fetch as fetchTls } from 'undici'
import { connect, type Fetch } from '@eventwire/client'
import { openSession, type NodeRequest, type NodeResponse } from '@eventwire/node'
import { Hub, MemoryLog } from '@eventwire/server'
import { certificate } from './certificate.ts'
import { openssl } from './requirements.ts'

// Sessions under TLS: by node:https, and by a server of node:http2 that takes both protocols on one port.

const skip = openssl.find() === undefined ? `openssl not found. Get it with: ${openssl.get}` : false

type Listener = (req: NodeRequest & { readonly httpVersionMajor: number }, res: NodeResponse) => Promise<void>
type Secure = Pick<Server, 'listen' | 'address' | 'close' | 'once' | 'on'>

const servers: readonly (readonly [
  name: string,
  allowH2: boolean,
  create: (pair: object, listener: Listener) => Secure,
])[] = [
  ['node:https', false, (pair, listener) => createHttpsServer(pair, (req, res) => void listener(req, res))],
  ['node:http2, asked by HTTP/2', true, createBoth],
  ['node:http2, asked by HTTP/1.1', false, createBoth],
]

for (const [name, allowH2, create] of servers) {
  test(`${name}: live, resumed after a cut, and left`, { skip }, async () => {
    const hub = new Hub({ log: new MemoryLog({ epoch: 'e' }) })
    const protocols = new Set<number>()
    let opened = 0
    const server = create(await certificate(), async (req, res) => {
      protocols.add(req.httpVersionMajor)
      const session = await openSession(req, res, { retry: 1, heartbeat: false })
      opened += 1
      if (session) await hub.subscribe(session, 'all', { start: { at: 'floor' } })
    })
    server.listen(0, '127.0.0.1')
    await once(server as Server, 'listening')
    const agent = new Agent({ allowH2, connect: { rejectUnauthorized: false } })
    // undici's own types of fetch are not those of the platform.
    const fetch = ((url: string, init: object) => fetchTls(url, { ...init, dispatcher: agent })) as unknown as Fetch
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`

    const events: string[] = []
    await hub.channel('c').publish({ data: '1' })
    for await (const { data, lastEventId } of connect(url, { fetch, retry: { initialDelay: 1, maxDelay: 1 } })) {
      events.push(`${data} at ${lastEventId}`)
      if (events.length === 2) hub.revoke(() => true)
      if (events.length === 4) break
      await hub.channel('c').publish({ data: String(events.length + 1) })
    }
    while (hub.sessions > 0) await new Promise((resolve) => setImmediate(resolve))

    assert.deepEqual(events, ['1 at e-1', '2 at e-2', '3 at e-3', '4 at e-4'])
    assert.deepEqual([opened, [...protocols]], [2, [allowH2 ? 2 : 1]])
    await agent.destroy()
    await hub.close()
    server.close()
  })
}

function createBoth(pair: object, listener: Listener): Secure {
  const server = createSecureServer({ ...pair, allowHTTP1: true }, (req, res) => {
    // Node's compatibility layer makes HTTP/2 look like node:http, which its types do not say.
    void listener(req as unknown as IncomingMessage, res as unknown as NodeResponse)
  })
  return server as unknown as Secure
}
