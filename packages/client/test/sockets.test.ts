import { once } from 'node:events'
import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { encode } from '@eventwire/encoder'
import { afterEach, describe, expect, it } from 'vitest'
import { connect, type ConnectOptions } from '../src/index.ts'
import { collect } from './set-up.ts'

const HEAD = { 'content-type': 'text/event-stream' }
/** So that the tests need not wait. */
const SOON: ConnectOptions = { retry: { initialDelay: 1, maxDelay: 1 } }

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

describe('over real sockets', () => {
  it('resumes when the server dies at any byte of a response', async () => {
    const log = [1, 2, 3].map((id) => encode({ id: String(id), data: `\u{1F600}${id}` }))
    const bytes = Buffer.from(log.join(''))
    let cut = 0
    let isFirst = true
    const url = await listen((request, response) => {
      const after = Number(request.headers['last-event-id'] ?? 0)
      if (after === log.length) {
        response.writeHead(204).end()
        return
      }
      response.writeHead(200, HEAD)
      if (!isFirst) {
        response.end(log.slice(after).join(''))
        return
      }
      isFirst = false
      response.flushHeaders()
      response.write(bytes.subarray(0, cut), () => response.destroy())
    })
    for (cut = 0; cut <= bytes.length; cut += 1) {
      isFirst = true
      const { events, error } = await collect(connect(url, SOON))
      expect([cut, error, events]).toEqual([cut, undefined, ['\u{1F600}1', '\u{1F600}2', '\u{1F600}3']])
    }
  })

  it('sends an id in UTF-8', async () => {
    let sent: string | undefined
    const url = await listen((request, response) => {
      sent = request.headers['last-event-id'] as string | undefined
      if (sent !== undefined) response.writeHead(204).end()
      else response.writeHead(200, HEAD).end('id: \u00E9\u4F60\u{1F600}\n\n')
    })
    await collect(connect(url, SOON))
    expect(Buffer.from(sent ?? '', 'latin1').toString()).toBe('\u00E9\u4F60\u{1F600}')
  })

  it('keeps caches out', async () => {
    let header: string | undefined
    const url = await listen((request, response) => {
      header = request.headers['cache-control']
      response.writeHead(204).end()
    })
    await collect(connect(url))
    expect(header).toBe('no-cache')
  })

  describe('lets go of the socket', () => {
    it('with break', async () => {
      const { url, closed } = await quietServer()
      for await (const { data } of connect(url)) {
        expect(data).toBe('a')
        break
      }
      await closed
    })

    it('with close(), while it waits for an event', async () => {
      const { url, closed } = await quietServer()
      const connection = connect(url)
      const iterator = connection[Symbol.asyncIterator]()
      await iterator.next()
      const next = iterator.next()
      await connection.close()
      expect(await next).toEqual({ done: true, value: undefined })
      await closed
    })

    it('with the signal', async () => {
      const { url, closed } = await quietServer()
      const controller = new AbortController()
      const iterator = connect(url, { signal: controller.signal })[Symbol.asyncIterator]()
      await iterator.next()
      const next = iterator.next()
      controller.abort()
      await expect(next).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }))
      await closed
    })

    it('of a response that it refuses', async () => {
      const refused = Promise.withResolvers<ServerResponse>()
      const url = await listen((_, response) => {
        response.writeHead(404).write('x'.repeat(100_000))
        refused.resolve(response)
      })
      const closed = refused.promise.then((response) => once(response, 'close'))
      const { error } = await collect(connect(url))
      expect(error).toMatchObject({ status: 404, body: 'x'.repeat(8 * 1024) })
      await closed
    })
  })
})

/** Sends one event and then nothing; `closed` resolves when the server sees the socket close. */
async function quietServer(): Promise<{ url: string; closed: Promise<unknown> }> {
  const response = Promise.withResolvers<ServerResponse>()
  const url = await listen((_, given) => {
    given.writeHead(200, HEAD).write('data: a\n\n')
    response.resolve(given)
  })
  return { url, closed: response.promise.then((given) => once(given, 'close')) }
}
