import { connect, createServer, type ClientHttp2Session, type ClientHttp2Stream, type Http2Server } from 'node:http2'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Session } from '@eventwire/server'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openSession } from '../src/index.ts'
import { newHub } from './scene.ts'
import { until } from './until.ts'

const hub = newHub()
const sessions: Session[] = []
let gate = Promise.withResolvers<void>()
let arrived = 0
let server: Http2Server
let client: ClientHttp2Session

beforeAll(async () => {
  server = createServer(async (req, res) => {
    const session = await openSession(req, res, {
      writeTimeout: 400,
      async authorize({ url, headers }) {
        arrived += 1
        if (headers.has('x-wrong')) return new Response('wrong', { status: 403, headers: { 'set-cookie': 'a=1' } })
        if (new URL(url).pathname === '/slow') await gate.promise
        return { context: undefined }
      },
    })
    if (!session) return
    sessions.push(session)
    await hub.subscribe(session, ['c'])
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  client = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
afterAll(() => {
  client.destroy()
  server.close()
})
beforeEach(() => {
  sessions.length = 0
  arrived = 0
  gate = Promise.withResolvers<void>()
})

interface Got {
  readonly stream: ClientHttp2Stream
  headers: Record<string, unknown>
  text: string
}

function ask(headers: Record<string, string> = {}): Got {
  const got: Got = { stream: client.request(headers), headers: {}, text: '' }
  got.stream.on('response', (response) => (got.headers = response))
  got.stream.setEncoding('utf8').on('data', (text: string) => (got.text += text))
  got.stream.on('error', () => undefined)
  return got
}

function* endless(): Generator<{ readonly data: string }> {
  for (;;) yield { data: 'x'.repeat(100_000) }
}

describe('openSession on the compatibility layer of HTTP/2', () => {
  it('streams, resumes by the last event ID, and shares its connection', async () => {
    const first = ask()
    const second = ask()
    await until('both are fed', () => hub.sessions === 2)
    await hub.channel('c').publish({ data: 'ä live' })
    for (const got of [first, second]) await until('it is delivered', () => got.text.includes('data: ä live\n\n'))
    expect(first.headers).toMatchObject({ ':status': 200, 'content-type': 'text/event-stream' })
    const resumed = ask({ 'last-event-id': 'e-0' })
    await until('it is resumed', () => resumed.text.includes('data: ä live'))
    for (const { stream } of [first, second, resumed]) stream.close()
    await until('all have left', () => hub.sessions === 0)
    expect(sessions.map(({ reason }) => reason)).toEqual(['left', 'left', 'left'])
  })

  it.each([
    ['at once', undefined, false],
    ['after its last words', { data: 'x'.repeat(100_000) }, true],
  ])('cuts a stream %s, which nobody takes for its end, and keeps the connection', async (_, last, comes) => {
    const got = ask()
    await until('it begins', () => got.text.includes('retry'))
    const [session] = sessions
    const closed = new Promise((resolve) => got.stream.on('close', resolve))
    session?.cut(last)
    await closed
    expect([got.stream.rstCode, got.text.includes('xxx\n\n'), client.closed]).toEqual([2, comes, false])
    await until('the session is over', () => session?.reason === 'failed' && hub.sessions === 0)
  })

  it('cuts a client that takes nothing of its stream, and keeps the connection for the others', async () => {
    const [stalled, other] = [ask(), ask()]
    await until('both are fed', () => hub.sessions === 2)
    stalled.stream.pause()
    const [session] = sessions
    await session?.pipe(endless())
    expect([session?.reason, sessions[1]?.reason, client.closed]).toEqual(['write-timeout', undefined, false])
    await hub.channel('c').publish({ data: 'the next' })
    await until('the other has it all', () => other.text.includes('data: the next'))
    other.stream.close()
    await until('all are over', () => hub.sessions === 0)
  })

  it('ends a stream, and keeps the connection', async () => {
    const got = ask()
    await until('it is fed', () => hub.sessions === 1)
    const ended = once(got.stream, 'end')
    await sessions[0]?.close()
    await ended
    expect(client.closed).toBe(false)
  })

  it('refuses what is no GET or POST, answers for authorize, and gives HEAD the head', async () => {
    const put = ask({ ':method': 'PUT' })
    const wrong = ask({ 'x-wrong': '' })
    const head = ask({ ':method': 'HEAD' })
    await Promise.all([put, wrong, head].map(({ stream }) => once(stream, 'close')))
    expect(put.headers).toMatchObject({ ':status': 405, allow: 'GET, POST, HEAD' })
    expect([wrong.headers[':status'], wrong.headers['set-cookie'], wrong.text]).toEqual([403, ['a=1'], 'wrong'])
    expect([head.headers[':status'], head.headers['content-type'], head.text]).toEqual([200, 'text/event-stream', ''])
  })

  it('notices who leaves before the head is sent', async () => {
    const got = ask({ ':path': '/slow' })
    await until('it is being authorised', () => arrived === 1)
    got.stream.close()
    await once(got.stream, 'close')
    const other = ask()
    await until('the server has read on', () => hub.sessions === 1)
    gate.resolve()
    other.stream.close()
    await until('nothing is left', () => hub.sessions === 0)
    expect(sessions).toHaveLength(1)
  })

  it('holds back for who does not read, and notices that it leaves', async () => {
    const got = ask()
    await until('it is fed', () => hub.sessions === 1)
    got.stream.pause()
    for (let count = 0; count < 100; count += 1) await hub.channel('c').publish({ data: 'x'.repeat(64 * 1024) })
    expect(await Promise.race([sessions[0]?.drained(), Promise.resolve('waits')])).toBe('waits')
    expect(sessions[0]?.reason).toBeUndefined()
    got.stream.destroy()
    await until('it has left', () => hub.sessions === 0)
  })

  it('notices that the connection is lost', async () => {
    const other = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    other.on('error', () => undefined)
    other.request().on('error', () => undefined)
    await until('it is fed', () => hub.sessions === 1)
    other.destroy()
    await until('it has left', () => hub.sessions === 0)
  })
})
