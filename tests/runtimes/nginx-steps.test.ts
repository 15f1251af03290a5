import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Agent, fetch as fetchH2 } from 'undici'
import type { Fetch } from '@eventwire/client'
import { serve } from '@eventwire/node'
import { certificate } from './certificate.ts'
import { Follower } from './frameworks/follower.ts'
import { newHub } from './frameworks/running.ts'
import { stepByStep } from './frameworks/step-by-step.ts'
import { behindNginx } from './nginx-proxy.ts'
import { nginx, openssl } from './requirements.ts'
import { until } from './servers/until.js'

// Our server behind nginx: each event is published only once the client has the one before.

const missing = [nginx, openssl].find(({ find }) => find() === undefined)
const skip = missing === undefined ? false : `${missing.name} not found. Get it with: ${missing.get}`

const GZIP = 'gzip on;'
const GZIP_ALL = 'gzip on; gzip_types text/event-stream; gzip_proxied any; gzip_min_length 0;'

const CASES: readonly { name: string; location?: string; encoding?: 'gzip' }[] = [
  { name: 'proxy_pass alone' },
  { name: 'HTTP/1.1 to our server', location: "proxy_http_version 1.1; proxy_set_header Connection '';" },
  { name: 'gzip on', location: GZIP },
  { name: 'gzip for event streams, too', location: GZIP_ALL, encoding: 'gzip' },
]

for (const protocol of ['HTTP/1.1', 'HTTP/2.0']) {
  for (const { name, location = '', encoding } of CASES) {
    test(`nginx by ${protocol}, ${name}: step by step, left, resumed`, { skip, timeout: 10_000 }, async () => {
      const http2 = protocol === 'HTTP/2.0' ? { http2: await certificate() } : {}
      const agent = new Agent({ allowH2: true, connect: { rejectUnauthorized: false } })
      // undici's own types of fetch are not those of the platform.
      const ask = ((url: string, init: object) => fetchH2(url, { ...init, dispatcher: agent })) as unknown as Fetch
      const hub = newHub()
      await using server = await serve(async (_request, open) => {
        const { response, session } = await open()
        if (session) await hub.subscribe(session, 'all')
        return response
      })

      const use = async (origin: string): Promise<void> => {
        const first = await Follower.of(origin, { 'accept-encoding': 'gzip' }, ask)
        assert.equal(first.response.headers.get('x-protocol'), protocol)
        assert.equal(first.response.headers.get('content-encoding'), encoding ?? null)
        const id = await stepByStep(hub, first)
        first.leave()
        await until(
          () => hub.sessions === 0,
          () => 'nginx tells the server that its client has left',
        )

        await hub.channel('prices').publish({ data: 'meanwhile' })
        await using second = await Follower.of(origin, { 'last-event-id': id }, ask)
        assert.equal((await second.next()).data, 'meanwhile')
      }
      const settings = { ...http2, location: `${location} add_header X-Protocol $server_protocol;` }
      try {
        await behindNginx(server.url, use, settings)
      } finally {
        await agent.close()
      }
    })
  }
}
