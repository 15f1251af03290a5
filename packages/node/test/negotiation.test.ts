import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serve, type EventServer } from '../src/index.ts'
import { exchange, request, Wire } from './wire.ts'

const CLOSE = 'Connection: close'
let server: EventServer
let opened = 0

beforeAll(async () => {
  server = await serve(async (_request, open) => {
    const { response, session } = await open({
      authorize({ headers }) {
        const key = headers.get('x-key')
        if (key === 'finished') return new Response(null, { status: 204 })
        if (key !== 'wrong') return { context: undefined }
        const cookies: [string, string][] = [
          ['set-cookie', 'a=1; Path=/'],
          ['set-cookie', 'b=2, or more'],
        ]
        return new Response('No entry: ñ\n', { status: 401, headers: [['www-authenticate', 'Bearer'], ...cookies] })
      },
    })
    if (session) opened += 1
    session?.send({ data: 'hello' })
    void session?.close()
    return response
  })
})
afterAll(() => server.close())

/** The head's lines without those that name the day. */
function linesOf(text: string): string[] {
  const [head = ''] = text.split('\r\n\r\n')
  return head.toLowerCase().split('\r\n')
}

describe('the head of a stream', () => {
  it('says what each header is for, and keeps the connection as the client wishes', async () => {
    const lines = linesOf(await exchange(server.port, request('GET', '/', CLOSE)))
    expect(lines.filter((line) => !line.startsWith('date:'))).toEqual([
      'http/1.1 200 ok',
      'cache-control: no-store, no-transform',
      'content-type: text/event-stream',
      'x-accel-buffering: no',
      'connection: close',
      'transfer-encoding: chunked',
    ])
  })

  it('is sent before the first event', async () => {
    await using quiet = await serve(async (_request, open) => (await open()).response)
    await using wire = await Wire.to(quiet.port)
    expect(await wire.send(request('GET', '/')).received('\r\n\r\n')).toMatch(/^HTTP\/1.1 200 OK\r\n/)
  })
})

describe('requests that get no stream', () => {
  it('HEAD gets the head alone', async () => {
    const before = opened
    const text = await exchange(server.port, request('HEAD', '/', CLOSE))
    expect(linesOf(text)).toContain('content-type: text/event-stream')
    expect(text).toMatch(/^HTTP\/1.1 200 OK\r\n[^]*\r\n\r\n$/)
    expect(opened).toBe(before)
  })

  it.each(['PUT', 'DELETE', 'OPTIONS', 'PATCH', 'PROPFIND'])('%s gets 405 with Allow', async (method) => {
    const text = await exchange(server.port, request(method, '/', CLOSE))
    expect(text).toMatch(/^HTTP\/1.1 405 /)
    expect(linesOf(text)).toContain('allow: get, post, head')
  })

  it.each(['TRACE', 'trace', 'CONNECT'])('%s, which no Request can stand for, gets no stream', async (method) => {
    expect(await exchange(server.port, request(method, '/', CLOSE))).not.toContain('200 OK')
  })

  it('an Accept that excludes the stream gets 406', async () => {
    const text = await exchange(server.port, request('GET', '/', CLOSE, 'Accept: text/html, application/json;q=0.9'))
    expect(text).toMatch(/^HTTP\/1.1 406 /)
  })

  it('what authorize answers is sent as it is, with its body and each of its cookies', async () => {
    const text = await exchange(server.port, request('GET', '/', CLOSE, 'X-Key: wrong'))
    expect(text).toMatch(/^HTTP\/1.1 401 /)
    expect(linesOf(text)).toEqual(
      expect.arrayContaining(['www-authenticate: bearer', 'set-cookie: a=1; path=/', 'set-cookie: b=2, or more']),
    )
    expect(Buffer.from(text, 'latin1').toString()).toContain('No entry: ñ\n')
  })

  it('HEAD gets the head of what authorize answers', async () => {
    const text = await exchange(server.port, request('HEAD', '/', CLOSE, 'X-Key: wrong'))
    expect(text).toMatch(/^HTTP\/1.1 401 [^]*\r\n\r\n$/)
  })

  it('204 tells an EventSource to stay away', async () => {
    const text = await exchange(server.port, request('GET', '/', CLOSE, 'X-Key: finished'))
    expect(text).toMatch(/^HTTP\/1.1 204 [^]*\r\n\r\n$/)
  })
})
