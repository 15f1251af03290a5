import assert from 'node:assert/strict'
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { test } from 'node:test'
import compress from '@fastify/compress'
import { fastifyPrices } from '@eventwire/example-frameworks/fastify.ts'
import { honoApp } from '@eventwire/example-frameworks/hono.ts'
import { getRequestListener } from '@hono/node-server'
import compression from 'compression'
import { fastify } from 'fastify'
import { Hono } from 'hono'
import { compress as honoCompress } from 'hono/compress'
import { until } from '../servers/until.js'
import { behind } from './behind-express.ts'
import { Follower } from './follower.ts'
import { listening, newHub, running } from './running.ts'
import { stepByStep } from './step-by-step.ts'

// Middleware that compresses leaves event streams as they are: they say no-transform.

const options = { timeout: 10_000 }
const SQUEEZED = { 'accept-encoding': 'gzip, deflate, br' }

test('compression leaves a stream as it is: no-transform', options, async () => {
  await using app = await behind(compression({ threshold: 0 }))
  const plain = await raw(app.url, SQUEEZED)
  await until(
    () => app.hub.sessions === 1,
    () => 'it is fed',
  )
  await app.hub.channel('prices').publish({ data: 'as it is' })
  await until(
    () => plain.text.includes('as it is'),
    () => `the event comes, after ${plain.text}`,
  )
  assert.equal(plain.response.headers['content-encoding'], undefined)
  assert.match(plain.text, /^retry: 1000\n\n(id: .+\n\n)?id: .+\ndata: as it is\n\n$/)
  plain.response.destroy()

  await using client = await Follower.of(app.url, SQUEEZED)
  await stepByStep(app.hub, client)
})

test('@fastify/compress leaves a stream as it is', options, async () => {
  const hub = newHub()
  const server = fastify()
  await server.register(compress, { threshold: 0 })
  server.get('/json', async () => ({ data: 'x'.repeat(2_000) }))
  await server.register(fastifyPrices(hub))
  const origin = await server.listen({ host: '127.0.0.1', port: 0 })
  await using app = running(hub, origin, () => server.close())
  const other = await fetch(`${origin}/json`, { headers: SQUEEZED })
  assert.notEqual(other.headers.get('content-encoding'), null)
  await other.text()

  await using client = await Follower.of(app.url, SQUEEZED)
  assert.equal(client.response.headers.get('content-encoding'), null)
  await stepByStep(hub, client)
})

test("Hono's compress leaves a stream as it is", options, async () => {
  const hub = newHub()
  const app = new Hono().use(honoCompress({ threshold: 0 }))
  app.get('/json', ({ json }) => json({ data: 'x'.repeat(2_000) }))
  app.route('/', honoApp(hub))
  await using server = await listening(hub, getRequestListener(app.fetch))
  const other = await fetch(server.url.replace('prices', 'json'), { headers: SQUEEZED })
  assert.notEqual(other.headers.get('content-encoding'), null)
  await other.text()

  await using client = await Follower.of(server.url, SQUEEZED)
  assert.equal(client.response.headers.get('content-encoding'), null)
  await stepByStep(hub, client)
})

/** The body of a response as it was sent. */
async function raw(url: string, headers: Record<string, string>): Promise<{ response: IncomingMessage; text: string }> {
  const [response] = (await once(get(url, { headers }), 'response')) as [IncomingMessage]
  const reading = { response, text: '' }
  response.setEncoding('latin1').on('data', (piece: string) => {
    reading.text += piece
  })
  return reading
}
