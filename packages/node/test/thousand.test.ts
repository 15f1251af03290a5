import { encode } from '@eventwire/encoder'
import { expect, it } from 'vitest'
import { ExpectedStream } from './expected-stream.ts'
import { newHub, serveHub } from './scene.ts'
import { until } from './until.ts'
import { get, Wire } from './wire.ts'

const COUNT = 1_000

it('1,000 subscribers receive 1,000 events each, in order, none lost', { timeout: 60_000 }, async () => {
  const hub = newHub()
  await using server = await serveHub(hub)
  const frames = Array.from({ length: COUNT }, (_, index) =>
    encode({ id: `e-${index + 1}`, data: `event ${index + 1}` }),
  )
  const expected = Buffer.from(['retry: 1000\n\n', 'id: e-0\n\n', ...frames].join(''))

  const start = performance.now()
  const streams: ExpectedStream[] = []
  while (streams.length < COUNT) {
    const wire = await Wire.to(server.port)
    wire.socket.removeAllListeners('data')
    streams.push(new ExpectedStream(wire.socket, () => expected))
    wire.send(get())
  }
  await until('all are subscribed', () => hub.sessions === COUNT)

  const subscribed = performance.now()
  for (let number = 1; number <= COUNT; number += 1) {
    await hub.channel('c').publish({ data: `event ${number}` })
    // One write for 1 to 19 events, so that there are many.
    if (number % 20 === 0 || number % 20 === 1) await new Promise((resolve) => setImmediate(resolve))
  }
  await until('everyone has everything', () => streams.every(({ length }) => length === expected.length), 30_000)
  const done = performance.now()
  expect(hub.sessions).toBe(COUNT)
  console.log(`Subscribed in ${Math.round(subscribed - start)} ms, delivered in ${Math.round(done - subscribed)} ms`)
})
