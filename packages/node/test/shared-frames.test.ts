import { encode } from '@eventwire/encoder'
import type { Session } from '@eventwire/server'
import { expect, it } from 'vitest'
import { serve } from '../src/index.ts'
import { ExpectedStream } from './expected-stream.ts'
import { newHub } from './scene.ts'
import { until } from './until.ts'
import { get, Wire } from './wire.ts'

const READERS = 99
/** More than the system's buffers of one connection take, and than the ring; less than the log keeps. */
const EVENTS = 750
const TEXT = 'ä€🚀'.repeat(1_000)

const textOf = (number: number): string => `${number} ${TEXT.slice(0, number * 4)}\n${TEXT}`

it('99 readers get every byte as it must be while a hundredth does not read; it then gets all of it too', async () => {
  const hub = newHub({ maxBytes: 16 * 1024 * 1024 })
  const sessions: Session[] = []
  await using server = await serve(async (_request, open) => {
    const { response, session } = await open()
    if (!session) return response
    await hub.subscribe(session, ['c'])
    sessions.push(session)
    return response
  })
  const frames = Array.from({ length: EVENTS }, (_, index) =>
    encode({ type: 't', id: `e-${index + 1}`, data: textOf(index + 1) }),
  )
  const expected = Buffer.from(['retry: 1000\n\n', 'id: e-0\n\n', ...frames].join(''))

  async function join(): Promise<ExpectedStream> {
    const wire = await Wire.to(server.port)
    wire.socket.removeAllListeners('data')
    const stream = new ExpectedStream(wire.socket, () => expected)
    wire.send(get())
    return stream
  }

  const staller = await Wire.to(server.port)
  staller.socket.removeAllListeners('data')
  const stalled = new ExpectedStream(staller.socket, () => expected)
  staller.send(get())
  await until('it has the begin of its stream', () => stalled.length > 13)
  staller.socket.pause()
  const readers = await Promise.all(Array.from({ length: READERS }, join))
  await until('all are fed', () => hub.sessions === READERS + 1)

  for (let number = 1; number <= EVENTS; number += 1) {
    await hub.channel('c').publish({ type: 't', data: textOf(number) })
  }
  await until('the readers have all of it', () => readers.every(({ length }) => length === expected.length), 30_000)
  expect(stalled.length).toBeLessThan(expected.length / 2)
  // The server has not got rid of its bytes either: the first session waits.
  expect(await Promise.race([sessions[0]?.drained(), Promise.resolve('waits')])).toBe('waits')
  expect(sessions.every(({ reason }) => reason === undefined)).toBe(true)

  staller.socket.resume()
  await until('the staller has all of it', () => stalled.length === expected.length)
})
