import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSession, serve, type EventServer } from '../src/index.ts'
import { newHub } from './scene.ts'
import { until } from './until.ts'
import { exchange, get, request, Wire } from './wire.ts'

/** Answers with what the handler sees of the request. */
let mirror: EventServer
/** Feeds from a hub that no client was at before. */
let stream: EventServer

beforeAll(async () => {
  mirror = await serve(async ({ url, method, headers, body }) => {
    const text = body ? await new Response(body).text() : ''
    return Response.json({ url, method, header: headers.get('x-header'), text })
  })
  const hub = newHub()
  await hub.channel('c').publish({ data: 'first' })
  stream = await serve(async (_request, open) => {
    const { response, session } = await open()
    if (session) await hub.subscribe(session, 'all', { start: { at: 'floor' } })
    return response
  })
})
afterAll(() => Promise.all([mirror.close(), stream.close()]))

async function seen(text: string): Promise<Record<string, unknown>> {
  const [head = '', body = ''] = (await exchange(mirror.port, text)).split(/\r\n\r\n(?:[0-9a-f]+\r\n)?/)
  expect(head).toMatch(/^HTTP\/1.1 200 /)
  return JSON.parse(Buffer.from(body.split('\r\n')[0] ?? '', 'latin1').toString()) as Record<string, unknown>
}

function withHost(host: string, target = '/admin'): string {
  return `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`
}

it('a signal is followed by a clone of the request, and by what is made of it if it is told to', async () => {
  const signals: Record<string, AbortSignal> = {}
  let arrived = false
  await using server = await serve(async (asked) => {
    const { signal } = asked
    Object.assign(signals, {
      own: signal,
      clone: asked.clone().signal,
      told: new Request(asked, { signal }).signal,
      // Fetch §5.4 reads a slot of the request, which is another one: README, "What it does about Node".
      untold: new Request(asked).signal,
    })
    arrived = true
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
    return new Response()
  })
  await using wire = await Wire.to(server.port)
  wire.send(get())
  await until('it has arrived', () => arrived)
  wire.socket.destroy()
  await until('it has left', () => signals['own']?.aborted === true)
  expect(Object.entries(signals).filter(([, { aborted }]) => !aborted)).toEqual([['untold', signals['untold']]])
})

describe('the URL that a handler sees', () => {
  it.each([
    ['/path?query=%20', 'http://test/path?query=%20'],
    ['//evil/path', 'http://test//evil/path'],
    ['//evil', 'http://test//evil'],
    ['/\\evil/', 'http://test//evil/'],
    ['/@evil/', 'http://test/@evil/'],
    ['/http://evil/', 'http://test/http://evil/'],
    ['/a/../b', 'http://test/b'],
    ['*', 'http://test/'],
    ['http://other:81/path?query', 'http://other:81/path?query'],
    ['HTTP://other/', 'http://other/'],
  ])('is for the target %s the URL %s', async (target, url) => {
    expect(await seen(withHost('test', target))).toMatchObject({ url })
  })

  it.each([
    ['localhost:8080', 'http://localhost:8080/admin'],
    ['[::1]:80', 'http://[::1]/admin'],
    ['TEST', 'http://test/admin'],
  ])('is for the host %s the URL %s', async (host, url) => {
    expect(await seen(withHost(host))).toMatchObject({ url })
  })

  it.each([
    '',
    'a b',
    'public?',
    'test/public?',
    'test/public#',
    'test\\public',
    'user:secret@test',
    '@test',
    'test:99999',
    '[::1',
    'a,b:c',
    '%',
    'ä\x80\xFF<>',
  ])('is none for the host %j: 400, and the server lives', async (host) => {
    expect(await exchange(mirror.port, withHost(host))).toMatch(/^HTTP\/1.1 400 /)
    expect(await seen(withHost('test'))).toMatchObject({ url: 'http://test/admin' })
  })

  it('has its header and body with it', async () => {
    const head = request('POST', '/', 'X-Header: \u00C3\u00A9', 'Content-Length: 5', 'Connection: close')
    expect(await seen(`${head}bytes`)).toEqual({
      url: 'http://test/',
      method: 'POST',
      header: '\u00C3\u00A9',
      text: 'bytes',
    })
  })
})

describe('a Host that is none, at openSession', () => {
  it('is answered with 400 where authorize would need the request, and is nobody’s business elsewhere', async () => {
    const errors: unknown[] = []
    const server = createServer((req, res) => {
      const options = req.url === '/open' ? {} : { authorize: () => ({ context: undefined }) }
      openSession(req, res, options).catch((error: unknown) => errors.push(error))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    expect(await exchange(port, withHost('a b', '/'))).toMatch(/^HTTP\/1.1 400 /)
    await using wire = await Wire.to(port)
    expect(await wire.send(withHost('a b', '/open')).received('retry:')).toMatch(/^HTTP\/1.1 200 /)
    expect(errors).toEqual([])
    server.close()
  })
})

describe('a last event ID', () => {
  it('in raw UTF-8 bytes is what it says, and garbage gets a gap', async () => {
    const bytes = Buffer.from('日本 é🚀').toString('latin1')
    expect(await streamOf('/', `Last-Event-ID: ${bytes}`)).toContain(gapFor('日本 é🚀'))
    expect(await streamOf('/', 'Last-Event-ID: \xFF\xFE\x80')).toContain(gapFor('\uFFFD\uFFFD\uFFFD'))
  })

  it('in the query is the same, and broken escapes do no harm', async () => {
    expect(await streamOf('/?lastEventId=%E6%97%A5')).toContain(gapFor('日'))
    for (const broken of ['%', '%E6%97', '%ZZ', '%00', '%F0%28', '&&==%%']) {
      expect(await streamOf(`/?lastEventId=${broken}&lastEventId`)).toContain('data: ')
    }
    expect(await streamOf('/?lastEventId=e-0')).toContain('data: first')
    expect(await streamOf('http://test/?lastEventId=e-0')).not.toContain('gap')
  })

  it('of 10 KiB gets a gap that repeats no more than 4 KiB of it', async () => {
    const text = await streamOf('/', `Last-Event-ID: ${'9'.repeat(10_000)}`)
    expect(text).toContain(gapFor('9'.repeat(4096)))
  })

  it('of 100 KiB is refused by Node, and the server lives', async () => {
    expect(await exchange(stream.port, get('/', `Last-Event-ID: ${'9'.repeat(100_000)}`))).toMatch(/^HTTP\/1.1 431 /)
    expect(await streamOf('/')).toContain('data: first')
  })
})

function gapFor(requested: string): string {
  return `"requested":${JSON.stringify(requested)}`
}

async function streamOf(...lines: Parameters<typeof get>): Promise<string> {
  await using wire = await Wire.to(stream.port)
  const text = await wire.send(get(...lines)).received('data: ')
  return Buffer.from(text, 'latin1').toString()
}
