import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSession } from '@eventwire/node'
import express from 'express'
import { fastify } from 'fastify'
import { Follower } from './follower.ts'
import { listening, newHub, running } from './running.ts'

// Headers that an application has set before it opens a session.

const options = { timeout: 10_000 }

test('Express: they are sent with the head', options, async () => {
  const app = express()
  app.get('/prices', async (req, res) => {
    res.set('x-own', 'yes').cookie('a', 'b')
    await openSession(req, res)
  })
  await using server = await listening(newHub(), app)
  await using client = await Follower.of(server.url)
  const { headers } = client.response
  assert.deepEqual([headers.get('x-own'), headers.getSetCookie()], ['yes', ['a=b; Path=/']])
})

test('Fastify: those of the raw response are', options, async () => {
  const app = fastify()
  app.get('/prices', async (request, reply) => {
    reply.raw.setHeader('x-own', 'yes')
    await openSession(request.raw, reply.raw)
    reply.hijack()
  })
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  await using server = running(newHub(), origin, () => app.close())
  await using client = await Follower.of(server.url)
  assert.equal(client.response.headers.get('x-own'), 'yes')
})
