import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Application, type EventServer, type Handler, type Session } from '@eventwire/server'
import { afterEach, describe, expect, it } from 'vitest'
import { answer } from '../src/answer.ts'
import { HttpServer } from '../src/http-server.ts'
import { newHub } from './scene.ts'
import { until } from './until.ts'
import { get, request, Wire } from './wire.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

interface Visit {
  /** Gone once `node:http` has let go of the connection: nothing else keeps it. */
  readonly res: WeakRef<ServerResponse>
  readonly socket: Socket
}

function told(): void {}

class Scene {
  readonly hub = newHub()
  readonly sessions: Session[] = []
  readonly signals: AbortSignal[] = []
  readonly visits: Visit[] = []
  readonly served: EventServer

  static async start(touch: (req: IncomingMessage, res: ServerResponse) => void = () => undefined): Promise<Scene> {
    const scenes: Scene[] = []
    const handler: Handler = async (asked, open) => (scenes[0] as Scene).handle(asked, open)
    const application = new Application(handler, { closeTimeout: 100, writeTimeout: 200 })
    const visits: Visit[] = []
    const server: HttpServer = new HttpServer((req, res) => {
      visits.push({ res: new WeakRef(res), socket: req.socket })
      touch(req, res)
      void answer({ req, res, application, server })
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const { port } = server.address() as AddressInfo
    const close = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()))
    const served = application.serving({ port, close, cut: () => server.closeAllConnections() })
    closing.push(() => served.close())
    const scene = new Scene(served, visits)
    scenes.push(scene)
    return scene
  }

  private constructor(served: EventServer, visits: Visit[]) {
    this.served = served
    this.visits = visits
  }

  async handle(asked: Request, open: Parameters<Handler>[1]): Promise<Response> {
    const { pathname } = new URL(asked.url)
    if (pathname === '/plain') return new Response('plain')
    if (pathname === '/signal') this.signals.push(asked.signal)
    const { response, session } = await open()
    if (!session) return response
    this.sessions.push(session)
    if (pathname !== '/own') await this.hub.subscribe(session, ['c'])
    return response
  }

  /** A client that is fed. */
  async join(text = get()): Promise<Wire> {
    const wire = await Wire.to(this.served.port)
    await wire.send(text).received('id: e-')
    return wire
  }

  async isLetGo(index = 0): Promise<boolean> {
    // What was written is kept until it is known to be gone.
    for (let look = 0; look < 6; look += 1) {
      await new Promise((resolve) => setImmediate(resolve))
      collectGarbage()
      if (this.visits[index]?.res.deref() === undefined) return true
    }
    return false
  }
}

describe('node:http lets go of a connection', () => {
  it('whose stream a hub feeds, and what is published arrives as before', async () => {
    const scene = await Scene.start()
    await using wire = await scene.join()
    expect(await scene.isLetGo()).toBe(true)
    await scene.hub.channel('c').publish({ data: 'live' })
    expect(await wire.received('data: live')).toMatch(/\r\n[0-9a-f]+\r\nid: e-1\ndata: live\n\n\r\n$/)
    void scene.hub.close()
    expect(await wire.ended()).toMatch(/\n\n\r\n0\r\n\r\n$/)
    await until('the session is over', () => scene.sessions[0]?.reason === 'closed')
  })

  it('after a request with a body that nobody reads, once all of it has come', async () => {
    const scene = await Scene.start()
    await using wire = await scene.join(request('POST', '/', 'Content-Length: 4'))
    expect(await scene.isLetGo()).toBe(false)
    wire.send('body')
    await until('it is let go of', () => scene.visits[0]?.socket.listenerCount('timeout') === 0)
    await scene.hub.channel('c').publish({ data: 'live' })
    await wire.received('data: live')
  })

  it.each<[string, string, ((req: IncomingMessage, res: ServerResponse) => void)?]>([
    ['whose stream no hub feeds', get('/own')],
    ['of HTTP/1.0, which has no chunks', 'GET / HTTP/1.0\r\n\r\n'],
    ['that has another request in line', get() + get('/plain')],
    ['where somebody waits for the response', get(), (_, res) => res.on('close', () => undefined)],
    ['where somebody reads the socket', get(), ({ socket }) => socket.on('data', () => undefined)],
    ['where Node is not as it is known', get(), ({ socket }) => socket.removeAllListeners('timeout')],
  ])('but not of one %s', async (_, text, touch) => {
    const scene = await Scene.start(touch)
    await using wire = await Wire.to(scene.served.port)
    await wire.send(text).received('retry:')
    expect(await scene.isLetGo()).toBe(false)
    await scene.sessions[0]?.close()
    if (text.includes('/plain')) await wire.received('plain')
  })

  it('but not while somebody is to be told of responses that are finished', async () => {
    subscribe('http.server.response.finish', told)
    const scene = await Scene.start()
    await using _ = await scene.join()
    expect(await scene.isLetGo()).toBe(false)
    unsubscribe('http.server.response.finish', told)
  })
})

describe('a connection that node:http has let go of', () => {
  it.each<[string, (wire: Wire) => unknown]>([
    ['is reset', ({ socket }) => socket.resetAndDestroy()],
    ['is closed', ({ socket }) => socket.destroy()],
    ['is half-closed', ({ socket }) => socket.end()],
  ])('that %s by its client ends the session and aborts the signal', async (_, leave) => {
    const scene = await Scene.start()
    await using wire = await scene.join(get('/signal'))
    expect(await scene.isLetGo()).toBe(true)
    leave(wire)
    await until('the session is over', () => scene.sessions[0]?.reason === 'left')
    expect([scene.hub.sessions, scene.signals[0]?.aborted]).toEqual([0, true])
  })

  it('does not abort the signal when all was sent', async () => {
    const scene = await Scene.start()
    await using wire = await scene.join(get('/signal'))
    await scene.hub.close()
    await wire.ended()
    expect(scene.signals[0]?.aborted).toBe(false)
  })

  it('answers no other request, and closes when the stream has ended', async () => {
    const scene = await Scene.start()
    await using wire = await scene.join()
    wire.send(get('/plain').repeat(10))
    await scene.hub.channel('c').publish({ data: 'live' })
    await wire.received('data: live')
    void scene.sessions[0]?.close()
    expect(await wire.ended()).not.toContain('plain')
    expect(scene.visits.length).toBe(1)
  })

  it('breaks off where the session is cut, after its last words if there are any', async () => {
    const scene = await Scene.start()
    await using one = await scene.join()
    await using other = await scene.join()
    expect(await scene.isLetGo()).toBe(true)
    scene.sessions[0]?.cut()
    scene.sessions[1]?.cut({ data: 'sorry' })
    expect(await one.ended()).not.toMatch(/\r\n0\r\n/)
    expect(await other.ended()).toMatch(/data: sorry\n\n\r\n$/)
  })

  it('is cut when its client takes nothing for writeTimeout', async () => {
    const scene = await Scene.start()
    await using wire = await scene.join()
    wire.socket.pause()
    let length = 0
    while (!scene.sessions[0]?.reason && length < 1_000) {
      await scene.hub.channel('c').publish({ data: 'x'.repeat(65_536) })
      length += 1
      await new Promise((resolve) => setImmediate(resolve))
    }
    await until('the session is over', () => scene.sessions[0]?.reason === 'write-timeout')
    await until('the connection is closed', () => scene.visits[0]?.socket.destroyed === true)
  })

  it('is cut when the server closes and its client does not read', async () => {
    const scene = await Scene.start()
    await using wire = await scene.join()
    wire.socket.pause()
    for (let count = 0; count < 100; count += 1) await scene.hub.channel('c').publish({ data: 'x'.repeat(65_536) })
    await scene.served.close()
    expect(scene.visits[0]?.socket.destroyed).toBe(true)
  })
})
