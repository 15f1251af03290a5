import type { Session } from '@eventwire/server'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { serve, type EventServer } from '../src/index.ts'
import { newHub } from './scene.ts'
import { until } from './until.ts'
import { get, request, Wire } from './wire.ts'

const WAYS: readonly (readonly [string, (wire: Wire) => unknown])[] = [
  ['closes its socket', ({ socket }) => socket.destroy()],
  ['ends its half of the connection', ({ socket }) => socket.end()],
  ['resets the connection', ({ socket }) => socket.resetAndDestroy()],
]

const hub = newHub()
const sessions: Session[] = []
/** What /slow waits for before it opens a session. */
let gate = Promise.withResolvers<void>()
let arrived = 0
const errors: unknown[] = []
let server: EventServer

beforeAll(async () => {
  server = await serve(
    async (request, open) => {
      if (new URL(request.url).pathname === '/whole') return new Response('whole')
      const isSlow = new URL(request.url).pathname === '/slow'
      const { response, session } = await open({
        async authorize() {
          arrived += 1
          if (isSlow) await gate.promise
          return { context: undefined }
        },
      })
      if (!session) return response
      sessions.push(session)
      await hub.subscribe(session, ['c'])
      return response
    },
    { onError: (error) => errors.push(error) },
  )
})
afterAll(() => server.close())
beforeEach(() => {
  sessions.length = 0
  errors.length = 0
  arrived = 0
  gate = Promise.withResolvers<void>()
})

async function noticed(count = 1): Promise<void> {
  await until('the session is over', () => hub.sessions === 0)
  expect(sessions.map(({ reason }) => reason)).toEqual(Array.from({ length: count }, () => 'left'))
  expect(errors).toEqual([])
}

describe.each(WAYS)('a client that %s is noticed', (_name, leave) => {
  it('in a quiet stream', async () => {
    await using wire = await Wire.to(server.port)
    await wire.send(get()).received('id: e-')
    leave(wire)
    await noticed()
  })

  it('while it does not read what is written', async () => {
    await using wire = await Wire.to(server.port)
    await wire.send(get()).received('id: e-')
    wire.socket.pause()
    await stall()
    leave(wire)
    await noticed()
  })

  it('with a body that nobody reads', async () => {
    await using wire = await Wire.to(server.port)
    wire.send(request('POST', '/', 'Content-Length: 100000000'))
    wire.send(new Uint8Array(1_000_000))
    await wire.received('id: e-')
    leave(wire)
    await noticed()
  })

  it('while its session waits behind another response of its connection', async () => {
    await using wire = await Wire.to(server.port)
    await wire.send(get() + get()).received('id: e-')
    await until('both sessions are open', () => hub.sessions === 2)
    leave(wire)
    await noticed(2)
  })

  it('before the head is sent', async () => {
    await using wire = await Wire.to(server.port)
    wire.send(get('/slow'))
    await until('it is being authorised', () => arrived === 1)
    leave(wire)
    await until('its connection is over', () => wire.closed)
    gate.resolve()
    // The next request is answered, and nothing is left of the first.
    await using other = await Wire.to(server.port)
    await other.send(get('/whole')).received('whole')
    await noticed(0)
  })
})

it('one that leaves in the middle of its head or body leaves nothing behind', async () => {
  for (const part of [
    'GET / HT',
    'GET / HTTP/1.1\r\nHost: te',
    `${request('POST', '/slow', 'Content-Length: 9')}1234`,
  ]) {
    await using wire = await Wire.to(server.port)
    wire.send(part)
    wire.socket.destroySoon()
  }
  gate.resolve()
  await using other = await Wire.to(server.port)
  await other.send(get('/whole')).received('whole')
  await noticed(sessions.length)
})

it('hundreds that leave at any moment leave nothing behind', async () => {
  for (let round = 0; round < 300; round += 1) {
    await using wire = await Wire.to(server.port)
    wire.send(get(round % 3 === 0 ? '/slow' : '/'))
    for (let turn = 0; turn < round % 7; turn += 1) await new Promise((resolve) => setImmediate(resolve))
    if (round % 2 === 0) wire.socket.resetAndDestroy()
    if (round === 150) gate.resolve()
  }
  await until('all are gone', () => hub.sessions === 0 && arrived > 0)
  await noticed(sessions.length)
})

/** Publishes until a session waits for its client to read. */
async function stall(): Promise<void> {
  const [session] = sessions
  const data = 'x'.repeat(64 * 1024)
  for (let count = 0; count < 1_000; count += 1) {
    if ((await Promise.race([session?.drained(), Promise.resolve('waits')])) === 'waits') return
    await hub.channel('c').publish({ data })
    await new Promise((resolve) => setImmediate(resolve))
  }
  throw new Error('The session never waited')
}
