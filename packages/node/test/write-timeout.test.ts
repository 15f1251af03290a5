import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import type { DoorOptions, Session } from '@eventwire/server'
import { afterEach, describe, expect, it } from 'vitest'
import { openSession, type NodeSocket, type NodeResponse } from '../src/index.ts'
import { ResponseRoute } from '../src/response-route.ts'
import { until } from './until.ts'

const MIB = 1024 * 1024

const cleanups: (() => void)[] = []
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup()
})

/** A client that has asked for a stream and reads nothing yet, and its session. */
async function open(options: DoorOptions): Promise<{ readonly client: Socket; readonly session: Session }> {
  const opened = Promise.withResolvers<Session | undefined>()
  const server = createServer((req, res) => opened.resolve(openSession(req, res, options)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  cleanups.push(() => (client.destroy(), server.close()))
  client.on('error', () => undefined)
  client.pause()
  client.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
  const session = await opened.promise
  if (!session) throw new Error('No session was opened')
  return { client, session }
}

function* endless(): Generator<{ readonly data: string }> {
  for (;;) yield { data: 'x'.repeat(MIB) }
}

describe('writeTimeout', () => {
  it('ends the session of a client that takes nothing, whose connection stays open', async () => {
    const { client, session } = await open({ writeTimeout: 200 })
    await session.pipe(endless())
    expect(session.reason).toBe('write-timeout')
    expect(client.destroyed).toBe(false)
  })

  it('leaves a client alone that takes one large event slowly', async () => {
    const { client, session } = await open({ writeTimeout: 200 })
    const began = performance.now()
    session.send({ data: 'x'.repeat(24 * MIB) })
    let received = 0
    client.on('data', ({ length }) => {
      received += length
      client.pause()
      setTimeout(() => client.resume(), 2)
    })
    client.resume()
    await until('it has the event', () => received > 24 * MIB || session.reason !== undefined)
    expect(session.reason).toBeUndefined()
    // Or nothing was tested.
    expect(performance.now() - began).toBeGreaterThan(400)
  })

  it.each([
    ['a socket', undefined, { writeQueueSize: 30 }, 130],
    [
      'TLS, whose own handle counts what it was given',
      undefined,
      { writeQueueSize: 90, _parent: { writeQueueSize: 30 } },
      130,
    ],
    ['a socket that is closed', undefined, null, 100],
    ['a runtime without handles', undefined, undefined, 100],
    ['an HTTP/2 stream, which shares its socket', { destroyed: false }, { writeQueueSize: 30 }, 100],
  ])('tells by the handle how far a write is: %s', (_, stream, handle, expected) => {
    const socket = { _handle: handle } as unknown as NodeSocket
    const response = { writableLength: 100, stream } as unknown as NodeResponse
    expect(new ResponseRoute(response, socket).progress).toBe(expected)
  })
})
