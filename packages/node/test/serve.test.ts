import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import type { Session } from '@eventwire/server'
import { describe, expect, it } from 'vitest'
import { serve, type Handler, type ServeOptions } from '../src/index.ts'
import { newHub, serveHub } from './scene.ts'
import { until } from './until.ts'
import { exchange, get, request, Wire } from './wire.ts'

const plain: Handler = () => new Response('plain')

describe('serve', () => {
  it('listens where it is told to, and says where', async () => {
    await using server = await serve(plain)
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`)
    expect(await exchange(server.port, get('/', 'Connection: close'))).toContain('plain')
  })

  it('puts an IPv6 address in brackets', async () => {
    await using server = await serve(plain, { hostname: '::1' })
    expect(server.url).toBe(`http://[::1]:${server.port}`)
    expect(await (await fetch(server.url)).text()).toBe('plain')
  })

  it('rejects for a port in use, with the code of the system', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    await expect(serve(plain, { port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
    other.close()
  })

  it.each<[string, ServeOptions]>([
    ['port', { port: 65_536 }],
    ['port', { port: -1 }],
    ['port', { port: Number.NaN }],
    ['port', { port: 1.5 }],
    ['closeTimeout', { closeTimeout: -1 }],
    ['closeTimeout', { closeTimeout: Number.NaN }],
    ['closeTimeout', { closeTimeout: 2 ** 31 }],
    ['heartbeat', { heartbeat: 0 }],
    ['retry', { retry: -1 }],
  ])('rejects with a RangeError that names the option: %s, %j', async (name, options) => {
    await expect(serve(plain, options)).rejects.toThrow(RangeError)
    await expect(serve(plain, options)).rejects.toThrow(name)
  })

  it('rejects with a TypeError without a handler', async () => {
    await expect(serve(undefined as unknown as Handler)).rejects.toThrow(TypeError)
  })

  it('gives its options to every session, and those of open() go before them', async () => {
    await using server = await serve(
      async ({ url }, open) => {
        const { response, session } = await open(url.endsWith('/own') ? { retry: 7 } : {})
        void session?.close()
        return response
      },
      { retry: 5 },
    )
    expect(await exchange(server.port, get('/', 'Connection: close'))).toContain('retry: 5\n')
    expect(await exchange(server.port, get('/own', 'Connection: close'))).toContain('retry: 7\n')
  })
})

describe('close()', () => {
  it('ends sessions cleanly and idle connections at once, and then refuses connections', async () => {
    const hub = newHub()
    const server = await serveHub(hub, { closeTimeout: 60_000 })
    await using idle = await Wire.to(server.port)
    await using reader = await Wire.to(server.port)
    await idle.send(request('PUT', '/')).received('405')
    await reader.send(get()).received('id: e-0')
    await server.close()
    await idle.ended()
    expect(await reader.ended()).toMatch(/\r\n0\r\n\r\n$/)
    expect(hub.sessions).toBe(0)
    await expect(Wire.to(server.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('may be called again, before and after it is done', async () => {
    const server = await serve(plain)
    const first = server.close()
    expect(server.close()).toBe(first)
    await Promise.all([first, server[Symbol.asyncDispose]()])
    await server.close()
  })

  it('cuts who does not read after closeTimeout', async () => {
    const hub = newHub()
    const server = await serveHub(hub, { closeTimeout: 50 })
    await using wire = await Wire.to(server.port)
    await wire.send(get()).received('id: e-0')
    wire.socket.pause()
    for (let count = 0; count < 200; count += 1) await hub.channel('c').publish({ data: 'x'.repeat(64 * 1024) })
    await server.close()
    expect(hub.sessions).toBe(0)
    wire.socket.resume()
    expect(await wire.ended()).not.toMatch(/\r\n0\r\n\r\n$/)
  })

  it('gives slow readers of sessions and of ordinary responses the time to read', async () => {
    const size = 12 * 1024 * 1024
    const sessions: Session[] = []
    const server = await serve(
      async ({ url }, open) => {
        if (url.endsWith('/plain')) return new Response('x'.repeat(size))
        const { response, session } = await open({ maxBufferedBytes: size * 2 })
        session?.send({ data: 'x'.repeat(size) })
        if (session) sessions.push(session)
        return response
      },
      { closeTimeout: 60_000 },
    )
    await using slow = await Wire.to(server.port)
    await using slower = await Wire.to(server.port)
    for (const { socket } of [slow, slower]) socket.pause()
    slow.send(get('/plain'))
    slower.send(get('/'))
    await until('the session is open', () => sessions.length === 1)
    // It is ended before the server is closed, and the client has yet to read most of it.
    void sessions[0]?.close()
    await until(
      'both answers are on their way',
      () => slow.socket.readableLength > 0 && slower.socket.readableLength > 0,
    )

    const closed = server.close()
    slow.socket.resume()
    await slow.ended()
    slower.socket.resume()
    await slower.ended()
    await closed
    for (const { text } of [slow, slower]) {
      expect(text.length).toBeGreaterThan(size)
      expect(text.endsWith('\r\n0\r\n\r\n')).toBe(true)
    }
  })

  it('lets requests finish that are in flight, and ends sessions that they open', async () => {
    const arrived: string[] = []
    const gate = Promise.withResolvers<void>()
    const handler: Handler = async ({ url }, open) => {
      arrived.push(url)
      await gate.promise
      return url.endsWith('/plain') ? new Response('plain') : (await open()).response
    }
    const server = await serve(handler, { closeTimeout: 60_000 })
    await using ordinary = await Wire.to(server.port)
    await using stream = await Wire.to(server.port)
    ordinary.send(get('/plain'))
    stream.send(get('/'))
    await until('both are in flight', () => arrived.length === 2)
    const closed = server.close()
    gate.resolve()
    await closed
    expect(await ordinary.ended()).toContain('plain')
    expect(await stream.ended()).toMatch(/retry: 1000\n\n\r\n0\r\n\r\n$/)
  })

  it('cuts requests in flight after closeTimeout', async () => {
    let signal: AbortSignal | undefined
    const handler: Handler = (request) => {
      ;({ signal } = request)
      return new Promise(() => undefined)
    }
    const server = await serve(handler, { closeTimeout: 30 })
    await using wire = await Wire.to(server.port)
    wire.send(get())
    await until('it is in flight', () => signal !== undefined)
    await server.close()
    expect(await wire.ended()).toBe('')
    expect(signal?.aborted).toBe(true)
  })
})
