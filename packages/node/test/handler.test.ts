import type { Session } from '@eventwire/server'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { serve, type EventServer, type Handler } from '../src/index.ts'
import { until } from './until.ts'
import { exchange, get, request, Wire } from './wire.ts'

const errors: unknown[] = []
let handler: Handler
let server: EventServer

beforeAll(async () => {
  server = await serve((request, open) => handler(request, open), { onError: (error) => errors.push(error) })
})
afterAll(() => server.close())
beforeEach(() => void (errors.length = 0))

const CLOSE = 'Connection: close'

describe('a handler that fails', () => {
  it.each<[string, Handler]>([
    ['throws', () => fail()],
    ['rejects', async () => fail()],
    ['fails in authorize', async (_request, open) => (await open({ authorize: () => fail() })).response],
  ])('because it %s gives a 500 that tells nothing, and onError all', async (_how, failing) => {
    handler = failing
    const text = await exchange(server.port, get('/', CLOSE))
    expect(text).toMatch(/^HTTP\/1.1 500 [^]*\r\n\r\nInternal Server Error\n$|^HTTP\/1.1 500 [^]*Internal Server Error/)
    expect(text).not.toContain('secret')
    expect(errors).toEqual([new Error('secret')])
  })

  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['a string', 'text'],
    ['an error of Fetch', Response.error()],
  ])('because it returns %s gives a 500', async (_what, returned) => {
    handler = () => returned as Response
    expect(await exchange(server.port, get('/', CLOSE))).toMatch(/^HTTP\/1.1 500 /)
    expect(errors).toHaveLength(1)
  })

  it('because its response was read already gives a 500', async () => {
    handler = async () => {
      const response = new Response('text')
      await response.text()
      return response
    }
    expect(await exchange(server.port, get('/', CLOSE))).toMatch(/^HTTP\/1.1 500 /)
    expect(errors).toEqual([new TypeError('The body of the response was read already')])
  })

  it('after it opened a session cuts the stream, so that the client comes back', async () => {
    let session: Session | undefined
    handler = async (_request, open) => {
      session = (await open()).session
      return fail()
    }
    const text = await exchange(server.port, get())
    expect(text).toMatch(/^HTTP\/1.1 200 /)
    expect(text.endsWith('\r\n0\r\n\r\n')).toBe(false)
    expect(session?.reason).toBe('failed')
    expect(errors).toEqual([new Error('secret')])
  })

  it('by returning another response than that of the session it opened cuts the stream', async () => {
    let session: Session | undefined
    handler = async (_request, open) => {
      session = (await open()).session
      return new Response('another')
    }
    expect(await exchange(server.port, get())).not.toContain('another')
    expect(session?.reason).toBe('failed')
    expect(errors).toEqual([expect.any(TypeError)])
  })

  it('by opening two sessions for a request cuts the first', async () => {
    handler = async (_request, open) => {
      await open()
      return (await open()).response
    }
    await exchange(server.port, get())
    expect(errors).toEqual([expect.objectContaining({ message: expect.stringContaining('begun already') as string })])
  })
})

describe('an ordinary response', () => {
  it('is sent at the pace of the client, whose leaving cancels it', async () => {
    let pulls = 0
    let cancelled = false
    let aborted = false
    handler = ({ signal }) => {
      signal.addEventListener('abort', () => (aborted = true))
      const chunk = new Uint8Array(64 * 1024)
      const pull = (controller: ReadableStreamDefaultController): void => {
        pulls += 1
        controller.enqueue(chunk)
      }
      return new Response(new ReadableStream({ pull, cancel: () => void (cancelled = true) }))
    }
    await using wire = await Wire.to(server.port)
    await wire.send(get()).received('HTTP/1.1 200')
    wire.socket.pause()
    await until(
      'nothing is pulled any more',
      quiet(() => pulls),
    )
    expect(pulls).toBeLessThan(1_000)
    wire.socket.destroy()
    await until('the body is cancelled', () => cancelled)
    expect(aborted).toBe(true)
    expect(errors).toEqual([])
  })

  it('that comes after the client has left is cancelled, too', async () => {
    const left = Promise.withResolvers<void>()
    let cancelled = false
    handler = async ({ signal }) => {
      signal.addEventListener('abort', () => left.resolve())
      await left.promise
      return new Response(new ReadableStream({ cancel: () => void (cancelled = true) }))
    }
    await using wire = await Wire.to(server.port)
    wire.send(get())
    wire.socket.end()
    await until('the body is cancelled', () => cancelled)
    expect(errors).toEqual([])
  })

  it('to HEAD has a head alone, and its body is cancelled', async () => {
    let cancelled = false
    handler = () => new Response(new ReadableStream({ cancel: () => void (cancelled = true) }), { status: 418 })
    expect(await exchange(server.port, request('HEAD', '/', CLOSE))).toMatch(/^HTTP\/1.1 418 [^]*\r\n\r\n$/)
    expect(cancelled).toBe(true)
  })

  it('whose body fails breaks off, and onError is told', async () => {
    handler = () =>
      new Response(
        new ReadableStream({
          start: (controller) => controller.enqueue(new TextEncoder().encode('begun')),
          pull: () => fail(),
        }),
      )
    const text = await exchange(server.port, get('/', CLOSE))
    expect(text.endsWith('\r\n0\r\n\r\n')).toBe(false)
    expect(errors).toEqual([new Error('secret')])
  })

  it('that is whole does not abort the signal of its request', async () => {
    let signal: AbortSignal | undefined
    handler = (request) => {
      ;({ signal } = request)
      return new Response('whole')
    }
    expect(await exchange(server.port, get('/', CLOSE))).toContain('whole')
    expect(signal?.aborted).toBe(false)
  })
})

it('a handler that fails because its session is gone is no failure', async () => {
  const begun = Promise.withResolvers<void>()
  const over = Promise.withResolvers<void>()
  handler = async (_request, open) => {
    const { response, session } = await open()
    begun.resolve()
    session?.gone.addEventListener('abort', () => over.resolve())
    await over.promise
    session?.gone.throwIfAborted()
    return response
  }
  await using wire = await Wire.to(server.port)
  wire.send(get())
  await begun.promise
  wire.socket.destroy()
  await over.promise
  handler = () => new Response('next')
  expect(await exchange(server.port, get('/', CLOSE))).toContain('next')
  expect(errors).toEqual([])
})

it('a handler that heeds the signal of a client that leaves is no failure', async () => {
  const begun = Promise.withResolvers<void>()
  const over = Promise.withResolvers<void>()
  handler = async ({ signal, body }) => {
    begun.resolve()
    try {
      await new Response(body).text()
      signal.throwIfAborted()
    } finally {
      over.resolve()
    }
    return new Response('whole')
  }
  await using wire = await Wire.to(server.port)
  wire.send(`${request('POST', '/', 'Content-Length: 100')}part`)
  await begun.promise
  wire.socket.destroy()
  await over.promise
  handler = () => new Response('next')
  expect(await exchange(server.port, get('/', CLOSE))).toContain('next')
  expect(errors).toEqual([])
})

function fail(): never {
  throw new Error('secret')
}

/** True once a number has not changed for 50 looks. */
function quiet(number: () => number): () => boolean {
  let last = Number.NaN
  let looks = 0
  return () => {
    looks = number() === last ? looks + 1 : 0
    last = number()
    return looks === 50
  }
}
