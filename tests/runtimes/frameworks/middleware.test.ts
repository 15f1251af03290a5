import assert from 'node:assert/strict'
import { test } from 'node:test'
import { behind } from './behind-express.ts'
import { Follower } from './follower.ts'
import { stepByStep } from './step-by-step.ts'

// Middleware that wraps the methods of a response, as tracing does.

const options = { timeout: 10_000 }

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
