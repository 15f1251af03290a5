import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { DoorOptions, Session } from '@eventwire/server'
import { afterEach, expect, it } from 'vitest'
import { openSession } from '../src/index.ts'
import { newHub } from './scene.ts'
import { until } from './until.ts'
import { get, request, Wire } from './wire.ts'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

interface Seen {
  /** Calls to the system that write. */
  writes: number
  keptAlive: number
  req?: IncomingMessage
  session?: Session | undefined
}

async function visit(text: string, options: DoorOptions = {}): Promise<{ readonly seen: Seen; readonly wire: Wire }> {
  const hub = newHub()
  const seen: Seen = { writes: 0, keptAlive: 0 }
  const server = createServer(async (req: IncomingMessage, res: ServerResponse) => {
    seen.req = req
    seen.session = await openSession(req, res, options)
    if (seen.session) await hub.subscribe(seen.session, ['c'])
  })
  server.on('connection', (socket) => spy(socket, seen))
  closing.push(() => (server.closeAllConnections(), server.close()))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const wire = await Wire.to((server.address() as AddressInfo).port)
  closing.push(() => wire.socket.destroy())
  await wire.send(text).received('id: e-0')
  return { seen, wire }
}

function spy(socket: Socket, seen: Seen): void {
  const { _write: write, _writev: writev } = socket
  socket._write = (...all) => {
    seen.writes += 1
    return write.apply(socket, all)
  }
  socket._writev = (...all) => {
    seen.writes += 1
    return writev?.apply(socket, all)
  }
  socket.setKeepAlive = () => {
    seen.keptAlive += 1
    return socket
  }
}

it('the head, the reconnection time and the place in the hub are one write', async () => {
  const { seen, wire } = await visit(get())
  expect(wire.text).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*retry: 1000\n\n[^]*id: e-0\n\n\r\n$/)
  expect(seen.writes).toBe(1)
})

it('what is sent in one tick is one write, and one chunk', async () => {
  const { seen, wire } = await visit(get())
  const { session } = seen
  expect([session?.send({ data: '1' }), session?.send({ data: '2' }), session?.comment('3')]).toEqual(
    Array(3).fill('sent'),
  )
  expect(await wire.received(': 3')).toMatch(/\r\n16\r\ndata: 1\n\ndata: 2\n\n: 3\n\r\n$/)
  expect(seen.writes).toBe(2)
})

it('who sends more than is to wait in one tick is told, and told again once it has gone', async () => {
  const { seen, wire } = await visit(get())
  const { session } = seen
  const sent = Array.from({ length: 100 }, () => session?.send({ data: 'x'.repeat(1_000) }))
  expect([sent.indexOf('full'), sent.at(-1)]).toEqual([65, 'full'])
  expect(await session?.drained()).toBe(true)
  await until('all of it has come', () => wire.text.split('data: ').length === 101)
})

it('a request without a body is left alone, so that it closes when its client leaves', async () => {
  const { seen, wire } = await visit(get())
  expect([seen.req?.readableFlowing, seen.req?.closed]).toEqual([null, false])
  wire.socket.destroy()
  await until('the request is closed', () => seen.req?.closed === true)
})

it('a request with a body is dropped', async () => {
  const { seen, wire } = await visit(request('POST', '/', 'Transfer-Encoding: chunked'))
  expect(seen.req?.readableFlowing).toBe(true)
  wire.send('4\r\nbody\r\n0\r\n\r\n')
  await until('all of it was dropped', () => seen.req?.readableEnded === true)
})

it('TCP looks after a client only where no heartbeat or no writeTimeout does', async () => {
  expect((await visit(get())).seen.keptAlive).toBe(0)
  expect((await visit(get(), { heartbeat: false })).seen.keptAlive).toBe(1)
  expect((await visit(get(), { writeTimeout: false })).seen.keptAlive).toBe(1)
})
