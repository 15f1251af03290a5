import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { TcpProxy } from './tcp-proxy.ts'

let echo: Server
let proxy: TcpProxy

beforeEach(async () => {
  echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket))
  await once(echo.listen(0, '127.0.0.1'), 'listening')
  proxy = await TcpProxy.to((echo.address() as AddressInfo).port)
})

afterEach(async () => {
  await proxy[Symbol.asyncDispose]()
  echo.close()
})

async function client(): Promise<Socket> {
  const socket = connect(proxy.port, '127.0.0.1').setEncoding('utf8')
  await once(socket, 'connect')
  // The proxy resets whoever is left at the end of a test.
  return socket.on('error', () => undefined)
}

async function echoed(socket: Socket, text: string): Promise<unknown> {
  const answer = once(socket, 'data')
  socket.write(text)
  return (await answer)[0]
}

it('passes on', async () => {
  expect(await echoed(await client(), 'a')).toBe('a')
  expect(proxy.connections).toBe(1)
})

it('cut: both ends see a reset, and who comes back is let in', async () => {
  const socket = await client()
  await echoed(socket, 'a')
  const failure = once(socket, 'error')
  proxy.cut()
  expect((await failure)[0]).toMatchObject({ code: 'ECONNRESET' })
  await expect.poll(() => proxy.connections).toBe(0)
  expect(await echoed(await client(), 'b')).toBe('b')
})

it('refuses: who comes is reset', async () => {
  proxy.refuses = true
  const socket = connect(proxy.port, '127.0.0.1')
  expect((await once(socket, 'error'))[0]).toMatchObject({ code: 'ECONNRESET' })
})

it('stall: nothing arrives until resume, and then in order', async () => {
  const socket = await client()
  await echoed(socket, 'a')
  let text = ''
  socket.on('data', (part: string) => (text += part))
  proxy.stall()
  for (const part of ['b', 'c', 'd']) socket.write(part)
  const other = await client()
  other.write('x')
  // Loopback has brought them here long since when another server answers.
  const direct = connect((echo.address() as AddressInfo).port, '127.0.0.1')
  await echoed(direct, 'y')
  direct.destroy()
  expect(text).toBe('')
  proxy.resume()
  await expect.poll(() => text).toBe('bcd')
})

it('delay: a chunk arrives later, either way', async () => {
  proxy.delay = 30
  const socket = await client()
  const before = performance.now()
  await echoed(socket, 'a')
  expect(performance.now() - before).toBeGreaterThan(55)
})

it('sieve: a chunk that it does not take is lost, and what follows arrives', async () => {
  const lost = new Promise<void>((resolve) => {
    proxy.sieve = (chunk, direction) => {
      if (direction === 'up' || !chunk.includes('wake')) return true
      resolve()
      return false
    }
  })
  const socket = await client()
  socket.write('wake')
  await lost
  expect(await echoed(socket, 'next')).toBe('next')
})
