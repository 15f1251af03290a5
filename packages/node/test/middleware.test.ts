import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { openSession } from '../src/index.ts'
import { newHub } from './scene.ts'

// Middleware replaces the methods of a response: to compress, to count, to trace.

it('goes on where a wrapped write forgets its answer', async () => {
  const events = await three((res) => {
    const { write } = res
    res.write = (...args: unknown[]) => void Reflect.apply(write, res, args) as unknown as boolean
  })
  expect(events).toEqual(['data: 1\n\n', 'data: 2\n\n', 'data: 3\n\n'])
})

it('waits for a slow client where a wrapped write forgets its answer', async () => {
  let sent = 0
  const server = createServer(async (req, res) => {
    const { write } = res
    res.write = (...args: unknown[]) => void Reflect.apply(write, res, args) as unknown as boolean
    const session = await openSession(req, res)
    while (session?.send({ data: 'x'.repeat(10_000) }) === 'sent') sent += 1
    await session?.close()
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  await response.text()
  expect(sent).toBeGreaterThan(0)
})

it('flushes a middleware that compresses, after each write', async () => {
  const events = await three((res) => {
    const { write } = res
    const held: Uint8Array[] = []
    res.write = (bytes: Uint8Array) => held.push(bytes) < 100
    Object.assign(res, { flush: () => Reflect.apply(write, res, [Buffer.concat(held.splice(0))]) })
  })
  expect(events).toEqual(['data: 1\n\n', 'data: 2\n\n', 'data: 3\n\n'])
})

/** Three events, each published once the client has the one before. */
async function three(patch: (res: ServerResponse) => void): Promise<string[]> {
  const hub = newHub()
  const server = createServer(async (req, res) => {
    patch(res)
    const session = await openSession(req, res)
    if (session) await hub.subscribe(session, 'all')
  }).listen(0, '127.0.0.1')
  onTestFinished(async () => {
    await hub.close()
    server.close()
  })
  await once(server, 'listening')
  const { body } = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const pieces = body?.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]()
  let text = ''
  const events: string[] = []
  for (const data of ['1', '2', '3']) {
    await hub.channel('c').publish({ data })
    while (!text.endsWith(`data: ${data}\n\n`)) text += (await pieces?.next())?.value ?? ''
    events.push(text.slice(-`data: ${data}\n\n`.length))
  }
  return events
}
