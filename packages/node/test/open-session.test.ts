import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Session } from '@eventwire/server'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openSession } from '../src/index.ts'
import { newHub } from './scene.ts'
import { until } from './until.ts'
import { exchange, get, request, Wire } from './wire.ts'

let listener: (req: IncomingMessage, res: ServerResponse) => Promise<unknown>
let server: Server
let port: number
const failures: unknown[] = []

beforeAll(async () => {
  server = createServer((req, res) => {
    listener(req, res).catch((error: unknown) => {
      failures.push(error)
      res.end()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  ;({ port } = server.address() as AddressInfo)
})
afterAll(() => server.close())
beforeEach(() => void (failures.length = 0))

const CLOSE = 'Connection: close'

describe('openSession on a server of node:http', () => {
  it('answers with a stream and gives the session, with what authorize granted', async () => {
    listener = async (req, res) => {
      const session = await openSession(req, res, { authorize: byPath })
      session?.send({ data: `${session.context} ${session.lastEventId}` })
      await session?.close()
    }
    const text = await exchange(port, get('/path', 'Last-Event-ID: 7', CLOSE))
    expect(text).toContain('data: /path 7\n\n')
    expect(text).toMatch(/\r\n0\r\n\r\n$/)
  })

  it('answers what is refused, and gives undefined', async () => {
    const opened: unknown[] = []
    listener = async (req, res) => opened.push(await openSession(req, res))
    expect(await exchange(port, request('PUT', '/', CLOSE))).toMatch(/^HTTP\/1.1 405 /)
    expect(await exchange(port, request('HEAD', '/', CLOSE))).toMatch(/^HTTP\/1.1 200 [^]*\r\n\r\n$/)
    expect(opened).toEqual([undefined, undefined])
  })

  it('keeps the headers that were set before', async () => {
    listener = async (req, res) => {
      res.setHeader('X-Request-Id', '42')
      await (await openSession(req, res))?.close()
    }
    expect(await exchange(port, get('/', CLOSE))).toMatch(/^x-request-id: 42\r$/im)
  })

  it('rejects with a TypeError if the response was begun, and leaves it as it is', async () => {
    listener = async (req, res) => {
      res.write('begun')
      await openSession(req, res)
    }
    expect(await exchange(port, get('/', CLOSE))).toContain('begun')
    expect(failures).toEqual([expect.any(TypeError)])
  })

  it('rejects for options that cannot be, before anything is sent', async () => {
    listener = (req, res) => openSession(req, res, { retry: -1 })
    expect(await exchange(port, get('/', CLOSE))).not.toContain('text/event-stream')
    expect(failures).toEqual([expect.any(RangeError)])
  })

  it('lets authorize read the body, and drops what is left of it', async () => {
    const bodies: string[] = []
    listener = async (req, res) => {
      const session = await openSession(req, res, {
        async authorize(request) {
          if (request.url.endsWith('/read')) bodies.push(await request.text())
          return { context: undefined }
        },
      })
      session?.send({ data: 'end' })
      await session?.close()
    }
    const body = 'x'.repeat(1_000_000)
    const head = (path: string): string => request('POST', path, `Content-Length: ${body.length}`)
    await using wire = await Wire.to(port)
    await wire.send(head('/read') + body).received('data: end')
    wire.text = ''
    // The connection is of use again, so all of the body was taken from it.
    await wire.send(head('/drop') + body).received('data: end')
    wire.text = ''
    await wire.send(get('/last')).received('data: end')
    expect(bodies).toEqual([body])
  })

  it('leaves nothing of a session on a connection that goes on', async () => {
    const listeners: number[] = []
    listener = async (req, res) => {
      listeners.push(req.socket.listenerCount('end') + req.socket.listenerCount('close'))
      await (await openSession(req, res))?.close()
    }
    await using wire = await Wire.to(port)
    for (let round = 1; round <= 5; round += 1) {
      wire.send(get())
      await until('it has ended', () => wire.text.split('\r\n0\r\n\r\n').length === round + 1)
    }
    expect(new Set(listeners).size).toBe(1)
  })

  it('cuts who does not read when more was sent than may wait', async () => {
    let session: Session | undefined
    listener = async (req, res) => {
      session = await openSession(req, res, { maxBufferedBytes: 100_000 })
    }
    await using wire = await Wire.to(port)
    await wire.send(get()).received('retry:')
    wire.socket.pause()
    const data = 'x'.repeat(50_000)
    while (session?.send({ data }) === 'sent') await new Promise((resolve) => setImmediate(resolve))
    const sent = [session?.send({ data }), session?.send({ data }), session?.send({ data })]
    expect(sent.at(-1)).toBe('gone')
    expect(session?.reason).toBe('overflow')
    wire.socket.resume()
    expect(await wire.ended()).not.toMatch(/\r\n0\r\n\r\n$/)
  })

  it('keeps the process alive when something makes the response fail', async () => {
    listener = async (req, res) => {
      const session = await openSession(req, res)
      res.emit('error', new Error('of a middleware'))
      await session?.close()
    }
    expect(await exchange(port, get('/', CLOSE))).toMatch(/\r\n0\r\n\r\n$/)
    expect(failures).toEqual([])
  })

  it('gives undefined where the client has left, so that nobody subscribes it', async () => {
    const hub = newHub()
    const opened: unknown[] = []
    listener = async (req, res) => {
      const session = await openSession(req, res, { authorize: hasLeft })
      opened.push(session)
      if (session) await hub.subscribe(session, ['c'])
    }
    await using wire = await Wire.to(port)
    wire.send(get())
    wire.socket.destroySoon()
    await until('it is done', () => opened.length === 1)
    expect([opened, failures, hub.sessions]).toEqual([[undefined], [], 0])
  })

  it('serves who has closed its half, if the server is told to', async () => {
    Object.assign(server, { httpAllowHalfOpen: true })
    listener = async (req, res) => {
      const session = await openSession(req, res)
      await once(req.socket, 'end')
      session?.send({ data: 'after the end' })
      await session?.close()
    }
    await using wire = await Wire.to(port)
    wire.send(get())
    wire.socket.end()
    expect(await wire.ended()).toContain('after the end')
    Object.assign(server, { httpAllowHalfOpen: false })
  })
})

function byPath({ url }: Request): { context: string } {
  return { context: new URL(url).pathname }
}

async function hasLeft({ signal }: Request): Promise<{ context: undefined }> {
  await once(signal, 'abort')
  return { context: undefined }
}
