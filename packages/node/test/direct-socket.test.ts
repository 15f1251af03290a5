import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { referenceApp, serverSuite, type ServerSubject } from '@eventwire/conformance'
import { Application, Hub, MemoryLog, type Handler } from '@eventwire/server'
import { afterEach, describe, expect, it } from 'vitest'
import { answer } from '../src/answer.ts'
import { until } from './until.ts'
import { exchange, get, Wire } from './wire.ts'

interface Seen {
  /** Text that went through the response's own `write`. */
  readonly written: string[]
  /** Text that went to the socket in one call. */
  readonly direct: string[]
  readonly sockets: Set<Socket>
}

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** Serves an application on responses that something else has had its hands on. */
async function start(handler: Handler, change: (req: IncomingMessage, res: ServerResponse) => void) {
  const application = new Application(handler, { onError: () => undefined })
  const server = createServer((req, res) => {
    change(req, res)
    void answer({ req, res, application })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const close = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()))
  const serving = application.serving({ port, close, cut: () => server.closeAllConnections() })
  closing.push(() => serving.close())
  return serving
}

/** What goes which way, for responses that are `patched` or not. */
function watch(patched: boolean): { seen: Seen; change: (req: IncomingMessage, res: ServerResponse) => void } {
  const seen: Seen = { written: [], direct: [], sockets: new Set() }
  const change = ({ socket }: IncomingMessage, res: ServerResponse): void => {
    if (!seen.sockets.has(socket)) {
      const write = socket.write.bind(socket)
      socket.write = ((bytes: unknown, ...rest: []) => {
        if (bytes instanceof Uint8Array) seen.direct.push(Buffer.from(bytes).toString())
        return write(bytes as Uint8Array, ...rest)
      }) as typeof socket.write
    }
    seen.sockets.add(socket)
    if (!patched) return
    const own = res.write.bind(res)
    res.write = ((bytes: Uint8Array, ...rest: []) => {
      seen.written.push(Buffer.from(bytes).toString())
      return own(bytes, ...rest)
    }) as typeof res.write
  }
  return { seen, change }
}

const one: Handler = async (_request, open) => {
  const { response, session } = await open()
  setImmediate(() => {
    session?.send({ data: 'one' })
    void session?.close()
  })
  return response
}

const encoded: Handler = async (request, open) => {
  const response = await one(request, open)
  response.headers.set('content-encoding', 'identity')
  return response
}

const CHUNK = 'b\r\ndata: one\n\n\r\n'

describe('serverSuite: responses whose write was patched', () => {
  const subject: ServerSubject = { start: () => start(referenceApp({ Hub, MemoryLog }), watch(true).change) }
  for (const check of serverSuite) it(check.name, () => check.run(subject))
})

describe('an event', () => {
  it('goes to the socket as one chunk where nothing is in between, and no listener is left behind', async () => {
    const { seen, change } = watch(false)
    const server = await start(one, change)
    await using wire = await Wire.to(server.port)
    for (let sessions = 1; sessions <= 12; sessions += 1) {
      wire.send(get())
      await until('the session is over', () => wire.text.split('\r\n0\r\n\r\n').length === sessions + 1)
    }
    expect(seen.direct.filter((text) => text === CHUNK).length).toBe(12)
    const [socket] = seen.sockets
    expect([seen.sockets.size, (socket?.listenerCount('drain') ?? 99) < 3]).toEqual([1, true])
  })

  it('goes through a write that was patched', async () => {
    const { seen, change } = watch(true)
    const server = await start(one, change)
    const text = await exchange(server.port, get('/', 'Connection: close'))
    expect(text).toMatch(/data: one\n\n\r\n0\r\n\r\n$/)
    expect(seen.written).toEqual(['retry: 1000\n\n', 'data: one\n\n'])
    expect(seen.direct).not.toContain(CHUNK)
  })

  it('goes through the response where that is encoded, corked, or not chunked', async () => {
    for (const [handler, request, change] of [
      [encoded, get('/', 'Connection: close'), () => undefined],
      [one, get('/', 'Connection: close'), (res: ServerResponse) => res.cork()],
      [one, 'GET / HTTP/1.0\r\n\r\n', () => undefined],
    ] as const) {
      const { seen, change: watched } = watch(false)
      const server = await start(handler, (req, res) => {
        watched(req, res)
        change(res)
      })
      const text = await exchange(server.port, request)
      expect(text).toContain('data: one\n\n')
      expect(seen.direct).not.toContain(CHUNK)
    }
  })
})
