import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { get, type IncomingMessage, type ServerResponse } from 'node:http'
import { test } from 'node:test'
import { openSession } from '@eventwire/node'
import type { Session } from '@eventwire/server'
import compression from 'compression'
import express from 'express'
import { until } from '../servers/until.js'
import { behind } from './behind-express.ts'
import { Follower } from './follower.ts'
import { listening, newHub } from './running.ts'
import { stepByStep } from './step-by-step.ts'

// Middleware that compresses event streams although they say no-transform, which another one has taken away.

const options = { timeout: 10_000 }
const SQUEEZED = { 'accept-encoding': 'gzip, deflate, br' }

for (const encoding of ['gzip', 'deflate', 'br']) {
  test(`hands on each event: ${encoding}`, options, async () => {
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

test('a client that does not read is cut after writeTimeout', options, async () => {
  const app = express().use(compression({ threshold: 0 }), ignoreNoTransform)
  let session: Session | undefined
  app.get('/prices', async (req, res) => {
    session = await openSession(req, res, { writeTimeout: 400 })
    // More than the system keeps for a client, and nothing that is worth compressing.
    session?.send({ data: randomBytes(12 * 2 ** 20).toString('base64') })
  })
  await using running = await listening(newHub(), app)
  const [response] = (await once(get(running.url, { headers: SQUEEZED }), 'response')) as [IncomingMessage]
  response.on('error', () => undefined)
  await until(
    () => session?.reason === 'write-timeout',
    () => `the session is cut, which is ${session?.reason ?? 'open'}`,
  )
})

test('what the application words of a failure comes before the cut', options, async () => {
  const app = express().use(compression({ threshold: 0 }), ignoreNoTransform)
  app.get('/prices', async (req, res) => {
    // The middleware never says that it has sent them: the cut comes after a quarter of writeTimeout.
    const session = await openSession(req, res, { writeTimeout: 4_000 })
    const options = { onError: () => ({ type: 'error', data: 'The model has failed' }) }
    await assert.rejects(session?.pipe(broken(), options) ?? Promise.resolve(), /the source broke/)
  })
  await using running = await listening(newHub(), app)
  await using client = await Follower.of(running.url, SQUEEZED)
  assert.equal((await client.next()).data, 'The model has failed')
  await assert.rejects(client.next(), { name: 'TypeError' })
})

async function* broken(): AsyncGenerator<{ data: string }> {
  throw new Error('the source broke')
}

/** Takes `no-transform` out of the head, as another middleware might, before `compression` looks at it. */
function ignoreNoTransform(_req: IncomingMessage, res: ServerResponse, next: () => void): void {
  const { writeHead } = res
  res.writeHead = (status: number, ...[headers]: unknown[]) =>
    Reflect.apply(writeHead, res, [status, { ...Object(headers), 'cache-control': 'no-store' }])
  next()
}
