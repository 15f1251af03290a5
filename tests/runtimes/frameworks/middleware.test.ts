import assert from 'node:assert/strict'
import { once } from 'node:events'
import { get, type IncomingMessage, type ServerResponse } from 'node:http'
import { test } from 'node:test'
import compress from '@fastify/compress'
import { expressApp } from '@eventwire/example-frameworks/express.ts'
import { fastifyPrices } from '@eventwire/example-frameworks/fastify.ts'
import compression from 'compression'
import express, { type RequestHandler } from 'express'
import { fastify } from 'fastify'
import { until } from '../servers/until.js'
import { Follower } from './follower.ts'
import { listening, newHub, running, type Running } from './running.ts'
import { stepByStep } from './step-by-step.ts'

// What stands between a session and its socket in applications of Express and Fastify.

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

for (const encoding of ['gzip', 'deflate', 'br']) {
  test(`compression that does not see no-transform hands on each event: ${encoding}`, options, async () => {
    await using app = await behind(compression({ threshold: 0 }), ignoreNoTransform)
    await using client = await Follower.of(app.url, { 'accept-encoding': encoding })
    assert.equal(client.response.headers.get('content-encoding'), encoding)
    await stepByStep(app.hub, client)
    client.leave()
    await until(
      () => app.hub.sessions === 0,
      () => 'the session is gone',
    )
  })
}

test('a middleware that counts what is written, and answers as write does', options, async () => {
  let written = 0
  await using app = await behind((_req, res, next) => {
    const { write } = res
    res.write = (...args: unknown[]) => {
      written += Buffer.byteLength(args[0] as Uint8Array)
      return Reflect.apply(write, res, args)
    }
    next()
  })
  await using client = await Follower.of(app.url)
  await stepByStep(app.hub, client)
  assert.ok(written > 2_000, `${written} bytes were seen`)
})

test('a middleware that forgets what write answers', options, async () => {
  let ended = false
  await using app = await behind((_req, res, next) => {
    const { write, end } = res
    res.write = (...args: unknown[]) => void Reflect.apply(write, res, args) as unknown as boolean
    res.end = (...args: unknown[]) => {
      ended = true
      return Reflect.apply(end, res, args)
    }
    next()
  })
  await using client = await Follower.of(app.url)
  await stepByStep(app.hub, client)
  await app.hub.close()
  await assert.rejects(client.next(), /has ended/)
  assert.ok(ended, 'the end went through the middleware')
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

/** examples/frameworks/express.ts behind middleware. */
function behind(...middleware: readonly RequestHandler[]): Promise<Running> {
  const hub = newHub()
  return listening(hub, express().use(...middleware, expressApp(hub)))
}

/** Takes `no-transform` out of the head, as another middleware might, before `compression` looks at it. */
function ignoreNoTransform(_req: IncomingMessage, res: ServerResponse, next: () => void): void {
  const { writeHead } = res
  res.writeHead = (status: number, ...[headers]: unknown[]) =>
    Reflect.apply(writeHead, res, [status, { ...Object(headers), 'cache-control': 'no-store' }])
  next()
}

/** The body of a response as it was sent. */
async function raw(url: string, headers: Record<string, string>): Promise<{ response: IncomingMessage; text: string }> {
  const [response] = (await once(get(url, { headers }), 'response')) as [IncomingMessage]
  const reading = { response, text: '' }
  response.setEncoding('latin1').on('data', (piece: string) => {
    reading.text += piece
  })
  return reading
}
