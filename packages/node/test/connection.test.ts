import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Session } from '@eventwire/server'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openSession, serve, type EventServer } from '../src/index.ts'
import { newHub } from './scene.ts'
import { until } from './until.ts'
import { exchange, get, request, Wire } from './wire.ts'

const hub = newHub()
const sessions: Session[] = []
let server: EventServer

beforeAll(async () => {
  server = await serve(async ({ url }, open) => {
    const { pathname } = new URL(url)
    if (pathname === '/plain') return new Response('plain')
    const { response, session } = await open()
    if (!session) return response
    sessions.push(session)
    if (pathname === '/short') {
      session.send({ data: 'short' })
      void session.close()
      return response
    }
    await hub.subscribe(session, ['c'])
    return response
  })
})
afterAll(() => server.close())
beforeEach(() => void (sessions.length = 0))

const END = '\r\n0\r\n\r\n'

describe('one connection', () => {
  it('takes another request when a session has ended, and another session', async () => {
    await using wire = await Wire.to(server.port)
    await wire.send(get('/short')).received(END)
    await wire.send(get('/plain')).received('plain')
    wire.text = ''
    await wire.send(get('/short')).received(END)
    expect(wire.text).toContain('data: short')
    wire.text = ''
    await wire.send(get('/')).received('id: e-')
    await hub.channel('c').publish({ data: 'live' })
    await wire.received('data: live')
    expect(wire.closed).toBe(false)
  })

  it('answers pipelined requests in their order, sessions among them', async () => {
    await using wire = await Wire.to(server.port)
    const text = await wire.send(get('/short') + get('/plain') + get('/short')).received('plain')
    await until('the last is answered', () => wire.text.split(END).length === 4)
    expect(text.indexOf('data: short')).toBeLessThan(text.indexOf('plain'))
  })

  it('gives a session that waited behind another one all that was sent to it meanwhile', async () => {
    await using wire = await Wire.to(server.port)
    wire.send(get() + get())
    await until('both are fed', () => hub.sessions === 2)
    for (let number = 1; number <= 100; number += 1) await hub.channel('c').publish({ data: `${number} `.repeat(500) })
    await wire.received('100 100 ')
    wire.text = ''
    await sessions[0]?.close()
    await wire.received('100 100 ')
    await hub.channel('c').publish({ data: 'the next' })
    await wire.received('data: the next')
    for (const number of [1, 50, 99]) expect(wire.text).toContain(`data: ${number} ${number} `)
  })

  it('breaks where a session was cut that waited behind another one', async () => {
    await using wire = await Wire.to(server.port)
    wire.send(get() + get() + get('/plain'))
    await until('both are fed', () => hub.sessions === 2)
    sessions[1]?.cut()
    await sessions[0]?.close()
    expect(await wire.ended()).not.toContain('plain')
  })

  it('breaks after the last words of a session that waited behind another one', async () => {
    await using wire = await Wire.to(server.port)
    wire.send(get() + get() + get('/plain'))
    await until('both are fed', () => hub.sessions === 2)
    sessions[1]?.cut({ data: 'sorry' })
    expect(sessions[1]?.reason).toBeUndefined()
    await sessions[0]?.close()
    const text = await wire.ended()
    expect([text.includes('data: sorry\n\n\r\n'), text.includes('plain')]).toEqual([true, false])
    expect(text).not.toMatch(/sorry[^]*\r\n0\r\n/)
    await until('it is over', () => sessions[1]?.reason === 'failed')
  })

  it('may have any number of requests in line', async () => {
    const warnings: Error[] = []
    const take = (warning: Error): void => void warnings.push(warning)
    process.on('warning', take)
    await using wire = await Wire.to(server.port)
    wire.send(get().repeat(50))
    await until('all are fed', () => hub.sessions === 50)
    wire.socket.destroy()
    await until('all are gone', () => hub.sessions === 0)
    process.off('warning', take)
    expect(warnings).toEqual([])
  })
})

describe('an old or careful client', () => {
  it('of HTTP/1.0 gets the bare stream, whose end is the end of the connection', async () => {
    const text = await exchange(server.port, 'GET /short HTTP/1.0\r\n\r\n')
    expect(text).not.toMatch(/transfer-encoding/i)
    expect(text.split('\r\n\r\n')[1]).toBe('retry: 1000\n\ndata: short\n\n')
  })

  it('that expects 100-continue is told to go on', async () => {
    await using wire = await Wire.to(server.port)
    wire.send(request('POST', '/short', 'Content-Length: 4', 'Expect: 100-continue'))
    await wire.received('HTTP/1.1 100 Continue\r\n\r\n')
    expect(await wire.send('body').received(END)).toContain('data: short')
  })
})

describe("Node's timeouts", () => {
  let strict: Server
  beforeAll(async () => {
    const limits = { requestTimeout: 60, headersTimeout: 60, keepAliveTimeout: 30, connectionsCheckingInterval: 10 }
    strict = createServer(limits, async (req, res) => {
      await openSession(req, res, { heartbeat: false })
    })
    strict.setTimeout(50)
    strict.listen(0, '127.0.0.1')
    await once(strict, 'listening')
  })
  afterAll(() => strict.close())

  it('do not end a session, and go on for who has none', async () => {
    const { port } = strict.address() as AddressInfo
    await using session = await Wire.to(port)
    await session.send(get()).received('retry:')
    // Only now: the limits go for a connection that has yet to send its request.
    await using posted = await Wire.to(port)
    await posted.send(`${request('POST', '/', 'Content-Length: 4')}body`).received('retry:')
    // Each of these has lasted for longer than any of the limits when Node ends it, one after the other.
    for (let round = 0; round < 3; round += 1) {
      await using idle = await Wire.to(port)
      await idle.ended()
    }
    expect([session.closed, posted.closed]).toEqual([false, false])
  })
})
