import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getRequestListener } from '@hono/node-server'
import { openSession } from '@eventwire/node'
import express from 'express'
import { fastify } from 'fastify'
import { Hono } from 'hono'
import { openSession as openOnTheWeb } from '@eventwire/server'
import { listening, newHub, running, type Running } from './running.ts'

// What authorize throws is an error as any other to the framework, which answers it.

const timeout = 10_000
const broken = {
  authorize: () => {
    throw new Error('the database is gone')
  },
}

const APPLICATIONS: Readonly<Record<string, () => Promise<Running>>> = {
  async Express() {
    const app = express().set('env', 'test')
    app.get('/prices', async (req, res) => void (await openSession(req, res, broken)))
    return listening(newHub(), app)
  },
  async Fastify() {
    const app = fastify()
    app.get('/prices', async (request, reply) => {
      await openSession(request.raw, reply.raw, broken)
      reply.hijack()
    })
    return running(newHub(), await app.listen({ host: '127.0.0.1', port: 0 }), () => app.close())
  },
  async Hono() {
    const app = new Hono().get('/prices', async ({ req }) => (await openOnTheWeb(req.raw, broken)).response)
    app.onError((_error, { text }) => text('Internal Server Error', 500))
    return listening(newHub(), getRequestListener(app.fetch))
  },
}

for (const [name, start] of Object.entries(APPLICATIONS)) {
  test(`${name} answers what authorize throws`, { timeout }, async () => {
    await using app = await start()
    const response = await fetch(app.url)
    assert.equal(response.status, 500)
    await response.text()
  })
}
