import { describe, expect, it } from 'vitest'
import { Application, GoneError, openStream, type Exchange, type Handler, type Session } from '../src/index.ts'
import { microtasks, TestClock } from './test-clock.ts'

function exchange(over: Partial<Exchange> = {}): Exchange {
  const request = new Request('http://test/')
  return { request, open: (options) => openStream(request, options, {}), isLeaving: () => false, ...over }
}

describe('an application that cannot be', () => {
  it('has no handler: TypeError', () => {
    expect(() => new Application(undefined as unknown as Handler)).toThrow(TypeError)
  })

  it.each([{ port: -1 }, { port: 65_536 }, { port: 1.5 }, { closeTimeout: -1 }, { retry: -1 }])(
    'has the option %j: RangeError with its name',
    (options) => {
      const [name = ''] = Object.keys(options)
      expect(() => new Application(() => new Response(), options)).toThrow(new RegExp(`^${name} must be .*, got `))
      expect(() => new Application(() => new Response(), options)).toThrow(RangeError)
    },
  )
})

describe('answer', () => {
  it('gives what the handler returns, with the headers that were set on it', async () => {
    const application = new Application(async (_request, open) => {
      const { response } = await open()
      response.headers.set('x-request-id', '42')
      return response
    })
    const { headers } = await application.answer(exchange())
    expect([headers.get('x-request-id'), headers.get('content-type')]).toEqual(['42', 'text/event-stream'])
  })

  it('lets the options of open() go before those of serve', async () => {
    const application = new Application(
      async (_request, open) => {
        const { response, session } = await open({ retry: 7 })
        void session?.close()
        return response
      },
      { retry: 5 },
    )
    expect(await (await application.answer(exchange())).text()).toBe('retry: 7\n\n')
  })

  it.each<[what: string, handler: Handler, message: string]>([
    ['throws', () => fail(), 'secret'],
    ['returns nothing', () => undefined as unknown as Response, 'must return a Response, got undefined'],
    ['returns a network error', () => Response.error(), 'Response.error()'],
    ['returns what was read', readResponse, 'read already'],
  ])('is a 500 that says nothing if the handler %s, and onError is told', async (_what, handler, message) => {
    const errors: unknown[] = []
    const application = new Application(handler, { onError: (error) => errors.push(error) })
    const response = await application.answer(exchange())
    expect([response.status, await response.text()]).toEqual([500, 'Internal Server Error\n'])
    expect(errors).toEqual([expect.objectContaining({ message: expect.stringContaining(message) as string })])
  })

  it.each<[what: string, fails: (open: () => Promise<unknown>) => Promise<Response>, message: string]>([
    ['throws', async () => fail(), 'secret'],
    ['returns another response', async () => new Response(), 'return the one of open()'],
    ['opens another', async (open) => (await open()) as Response, 'begun already'],
  ])('is a stream that is cut if the handler opened a session and then %s', async (_what, fails, message) => {
    const errors: unknown[] = []
    let session: Session | undefined
    const handler: Handler = async (_request, open) => {
      session = (await open()).session
      return fails(open)
    }
    const application = new Application(handler, { onError: (error) => errors.push(error) })
    const response = await application.answer(exchange())
    expect([response.status, session?.reason]).toEqual([200, 'failed'])
    await expect(response.text()).rejects.toThrow('The event stream was cut')
    expect(errors).toEqual([expect.objectContaining({ message: expect.stringContaining(message) as string })])
  })

  it('cuts a session that is opened after it, also if that began before', async () => {
    const gate = Promise.withResolvers<{ context: undefined }>()
    const late: Promise<unknown>[] = []
    const application = new Application((_request, open) => {
      late.push(open({ authorize: () => gate.promise }))
      return new Response('early')
    })
    expect(await (await application.answer(exchange())).text()).toBe('early')
    gate.resolve({ context: undefined })
    await expect(late[0]).rejects.toThrow(/^open\(\) comes too late/)
  })

  it.each<[what: string, error: Error, isLeaving: boolean]>([
    ['its session is gone', new GoneError('left'), false],
    ['the platform says that the client has left', new Error('aborted'), true],
  ])('tells onError nothing if %s', async (_what, error, isLeaving) => {
    const errors: unknown[] = []
    const handler: Handler = () => Promise.reject(error)
    const application = new Application(handler, { onError: (each) => errors.push(each) })
    expect((await application.answer(exchange({ isLeaving: () => isLeaving }))).status).toBe(500)
    expect(errors).toEqual([])
  })
})

describe('the server', () => {
  const listening = { port: 80, close: () => Promise.resolve(), cut: () => undefined }

  it.each([
    ['127.0.0.1', 'http://127.0.0.1:80'],
    ['::1', 'http://[::1]:80'],
  ])('on %s is at %s', (hostname, url) => {
    expect(new Application(() => new Response(), { hostname }).serving(listening)).toMatchObject({ url, port: 80 })
  })

  it('ends its sessions when it closes, and those that come later at once', async () => {
    const sessions: (Session | undefined)[] = []
    const application = new Application(async (_request, open) => {
      const { response, session } = await open()
      sessions.push(session)
      return response
    })
    const server = application.serving(listening)
    const first = (await application.answer(exchange())).text()
    const closed = server.close()
    expect(server.close()).toBe(closed)
    expect(await first).toBe('retry: 1000\n\n')
    await closed
    expect(await (await application.answer(exchange())).text()).toBe('retry: 1000\n\n')
    expect(sessions.map((session) => session?.reason)).toEqual(['closed', 'closed'])
  })

  it('cuts what is left after closeTimeout, and not before', async () => {
    const clock = new TestClock()
    let session: Session | undefined
    const application = new Application(
      async (_request, open) => {
        const opened = await open()
        ;({ session } = opened)
        return opened.response
      },
      { closeTimeout: 500, heartbeat: false, clock },
    )
    const calm = Promise.withResolvers<void>()
    const server = application.serving({ port: 80, close: () => calm.promise, cut: () => calm.resolve() })
    const response = await application.answer(exchange())
    const closed = server.close()
    await clock.advance(499)
    await microtasks()
    expect(session?.reason).toBeUndefined()
    await clock.advance(1)
    await closed
    expect(session?.reason).toBe('closed')
    const broken = expect(response.text()).rejects.toThrow('The event stream was cut')
    await clock.settle()
    await broken
  })
})

function fail(): never {
  throw new Error('secret')
}

async function readResponse(): Promise<Response> {
  const response = new Response('text')
  await response.text()
  return response
}
