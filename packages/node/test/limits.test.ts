import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SessionLimits, type DoorOptions } from '@eventwire/server'
import { afterEach, describe, expect, it } from 'vitest'
import { openSession } from '../src/index.ts'
import { until } from './until.ts'
import { exchange, get, Wire } from './wire.ts'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

async function listen(answer: (req: IncomingMessage, res: ServerResponse) => unknown): Promise<number> {
  const server = createServer((req, res) => void answer(req, res))
  closing.push(() => (server.closeAllConnections(), server.close()))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

function door(options: DoorOptions): (req: IncomingMessage, res: ServerResponse) => unknown {
  return (req, res) => openSession(req, res, options)
}

describe('over the limit', () => {
  it('a stream says when to come back and ends, and the connection takes another request', async () => {
    const limits = new SessionLimits({ sessions: 1, retry: 4_000 })
    const port = await listen(door({ limits, random: () => 0.25 }))
    await using first = await Wire.to(port)
    await first.send(get()).received('retry: 1000')
    await using second = await Wire.to(port)
    await second.send(get()).received('retry: 5000\n\n\r\n0\r\n\r\n')
    first.socket.destroy()
    await until('the first has left', () => limits.open === 0)
    await second.send(get()).received('retry: 1000')
  })

  it('503 says when to come back, and nothing else', async () => {
    const limits = new SessionLimits({ sessions: 1, answer: 'refuse', retry: 4_000 })
    const port = await listen(door({ limits, random: () => 0 }))
    await using first = await Wire.to(port)
    await first.send(get()).received('retry: 1000')
    const text = await exchange(port, get('/', 'Connection: close'))
    expect(text).toMatch(/^HTTP\/1.1 503 Service Unavailable\r\n/)
    expect(text).toMatch(/\r\nretry-after: 4\r\n/i)
    expect(text).toMatch(/\r\n\r\n(0\r\n\r\n)?$/)
  })
})

describe('no place is lost', () => {
  it('by a client that leaves while it is authorized', async () => {
    const limits = new SessionLimits({ sessions: 1 })
    const gate = Promise.withResolvers<void>()
    let arrived = false
    let answered = false
    const authorize = async (): Promise<{ context: undefined }> => {
      arrived = true
      await gate.promise
      return { context: undefined }
    }
    const port = await listen(async (req, res) => {
      const left = once(res, 'close')
      const opening = openSession(req, res, { limits, authorize })
      await left
      gate.resolve()
      answered = (await opening) === undefined
    })
    await using wire = await Wire.to(port)
    wire.send(get())
    await until('it is being authorized', () => arrived)
    wire.socket.destroy()
    await until('that is done', () => answered)
    expect(limits.open).toBe(0)
  })

  it('by an application that answers by itself meanwhile', async () => {
    const limits = new SessionLimits({ sessions: 1 })
    const outcome = Promise.withResolvers<unknown>()
    const port = await listen((req, res) => {
      const opening = openSession(req, res, { limits }).catch((error: unknown) => error)
      void opening.then(outcome.resolve).finally(() => res.end())
      res.write('own')
    })
    await exchange(port, get('/', 'Connection: close'))
    expect([await outcome.promise, limits.open]).toEqual([
      new TypeError('res was begun while authorize was waited for: answer by the Response that authorize returns'),
      0,
    ])
  })
})
