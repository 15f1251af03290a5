import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getRequestListener } from '@hono/node-server'
import { expressApp } from '@eventwire/example-frameworks/express.ts'
import { fastifyPrices } from '@eventwire/example-frameworks/fastify.ts'
import { honoNodeApp } from '@eventwire/example-frameworks/hono-node.ts'
import { honoApp } from '@eventwire/example-frameworks/hono.ts'
import { GET, POST } from '@eventwire/example-frameworks/next/app/prices/route.ts'
import { hub as nextHub } from '@eventwire/example-frameworks/next/hub.ts'
import { serve } from '@eventwire/node'
import { fastify } from 'fastify'
import { until } from '../servers/until.js'
import { Follower } from './follower.ts'
import { listening, newHub, running, type Running } from './running.ts'
import { stepByStep } from './step-by-step.ts'

// examples/frameworks, each as its framework runs it.

const timeout = 10_000

const APPLICATIONS: Readonly<Record<string, () => Promise<Running>>> = {
  async 'Express 5'() {
    const hub = newHub()
    return listening(hub, expressApp(hub))
  },
  async 'Fastify 5'() {
    const hub = newHub()
    const server = fastify().register(fastifyPrices(hub))
    return running(hub, await server.listen({ host: '127.0.0.1', port: 0 }), () => server.close())
  },
  async 'Hono, web door'() {
    const hub = newHub()
    return listening(hub, getRequestListener(honoApp(hub).fetch))
  },
  async 'Hono, door of Node'() {
    const hub = newHub()
    return listening(hub, getRequestListener(honoNodeApp(hub).fetch))
  },
  // As Next calls it: with a Request whose signal aborts when the client leaves.
  async 'a route handler of Next.js'() {
    const server = await serve((request) => (request.method === 'POST' ? POST(request) : GET(request)))
    return running(nextHub, server.url, () => server.close())
  },
}

for (const [name, start] of Object.entries(APPLICATIONS)) {
  test(`${name}: followed, left, resumed`, { timeout }, async () => {
    await using app = await start()
    const first = await Follower.of(app.url)
    assert.equal(first.response.headers.get('cache-control'), 'no-store, no-transform')
    await say(app.url, '1')
    const { type, data, lastEventId } = await first.next()
    assert.deepEqual([type, data], ['price', '1'])
    assert.equal(app.hub.sessions, 1)

    first.leave()
    await until(
      () => app.hub.sessions === 0,
      () => 'the session is gone',
    )

    for (const price of ['2', '3']) await say(app.url, price)
    await using second = await Follower.of(app.url, { 'last-event-id': lastEventId })
    assert.equal((await second.next()).data, '2')
    assert.equal((await second.next()).data, '3')
    await stepByStep(app.hub, second)
  })
}

async function say(url: string, body: string): Promise<void> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'text/plain' }, body })
  assert.equal(response.status, 204)
}
