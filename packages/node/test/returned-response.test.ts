import type { Session } from '@eventwire/server'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { serve, type EventServer, type Handler } from '../src/index.ts'
import { until } from './until.ts'
import { exchange, get, Wire } from './wire.ts'

const errors: unknown[] = []
let handler: Handler
let server: EventServer

beforeAll(async () => {
  server = await serve((request, open) => handler(request, open), { onError: (error) => errors.push(error) })
})
afterAll(() => server.close())
beforeEach(() => void (errors.length = 0))

describe('the response of open()', () => {
  it('is sent with the headers that the application sets on it', async () => {
    handler = async (_request, open) => {
      const { response, session } = await open()
      response.headers.set('x-request-id', '42')
      for (const cookie of ['a=1', 'b=2']) response.headers.append('set-cookie', cookie)
      void session?.close()
      return response
    }
    const text = await exchange(server.port, get('/', 'Connection: close'))
    for (const line of ['x-request-id: 42', 'set-cookie: a=1', 'set-cookie: b=2', 'content-type: text/event-stream']) {
      expect(text).toContain(`${line}\r\n`)
    }
    expect(text).toMatch(/retry: 1000\n\n\r\n0\r\n\r\n$/)
  })

  it('is sent when it is returned, with all that was sent meanwhile, and room is told of then', async () => {
    const gate = Promise.withResolvers<void>()
    const sent: unknown[] = []
    handler = async (_request, open) => {
      const { response, session } = await open()
      sent.push(session?.send({ data: 'x'.repeat(64 * 1024) }))
      void session?.drained().then((room) => sent.push(room))
      await gate.promise
      return response
    }
    await using wire = await Wire.to(server.port)
    wire.send(get())
    await until('the handler has sent', () => sent.length === 1)
    expect([sent, wire.text]).toEqual([['full'], ''])
    gate.resolve()
    expect(await wire.received('x\n\n')).toMatch(/^HTTP\/1.1 200 /)
    await until('there is room', () => sent.length === 2)
    expect(sent).toEqual(['full', true])
  })

  it('of a session that was cut with last words before it was returned has them after its head, and breaks', async () => {
    handler = async (_request, open) => {
      const { response, session } = await open()
      session?.send({ data: 'first' })
      session?.cut({ type: 'error', data: 'sorry' })
      return response
    }
    const text = await exchange(server.port, get())
    expect(text).toMatch(/^HTTP\/1.1 200 [^]*data: first\n\n[^]*event: error\ndata: sorry\n\n/)
    expect(text.endsWith('\r\n0\r\n\r\n')).toBe(false)
    expect(errors).toEqual([])
  })

  it('of a session that overflowed before it was returned is cut, after its head', async () => {
    let session: Session | undefined
    handler = async (_request, open) => {
      const own = await open({ maxBufferedBytes: 100_000 })
      ;({ session } = own)
      for (let count = 0; count < 3; count += 1) session?.send({ data: 'x'.repeat(70_000) })
      return own.response
    }
    const text = await exchange(server.port, get())
    expect(text).toMatch(/^HTTP\/1.1 200 /)
    expect(text.endsWith('\r\n0\r\n\r\n')).toBe(false)
    expect([session?.reason, errors]).toEqual(['overflow', []])
  })
})
