import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { EventSource, type EventSourceErrorEvent, type EventSourceInit } from '../src/index.ts'

const servers: Server[] = []
const sources: EventSource[] = []

afterEach(() => {
  for (const source of sources.splice(0)) source.close()
  for (const server of servers.splice(0)) server.closeAllConnections()
})

async function serve(handler: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(handler).listen(0, '127.0.0.1')
  servers.push(server)
  await new Promise((resolve) => server.once('listening', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function open(url: string, init: EventSourceInit = {}): EventSource {
  const source = new EventSource(url, init)
  sources.push(source)
  return source
}

function stream(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' }).write(text)
}

function next<Type extends Event>(source: EventSource, type: string): Promise<Type> {
  return new Promise((resolve) =>
    source.addEventListener(type, (event) => resolve(event as Event as Type), { once: true }),
  )
}

describe('over sockets', () => {
  it('follows redirects, and its events say where they came from', async () => {
    const target = await serve((_request, response) => stream(response, 'id: 7\ndata: a\n\n'))
    const door = await serve((_request, response) => response.writeHead(307, { location: `${target}/there` }).end())
    const source = open(`${door}/here`)
    const event = await next<MessageEvent>(source, 'message')
    expect([event.data, event.lastEventId, event.origin, source.url]).toEqual(['a', '7', target, `${door}/here`])
  })

  it.each(['end', 'cut'])('comes back with the last event ID as UTF-8 bytes after an %s', async (way) => {
    const seen: string[] = []
    const url = await serve((request, response) => {
      seen.push(Buffer.from(String(request.headers['last-event-id'] ?? ''), 'latin1').toString('utf8'))
      stream(response, `retry: 5\nid: \u4F60${seen.length}\ndata: ${seen.length}\n\nid: lost\ndata: half`)
      if (seen.length > 2) return
      if (way === 'end') response.end()
      else response.write('\n', () => response.socket?.resetAndDestroy())
    })
    const source = open(url)
    const data: string[] = []
    await new Promise<void>((resolve) => {
      source.addEventListener('message', (event) => {
        if (data.push(event.data) === 3) resolve()
      })
    })
    expect([data, seen]).toEqual([
      ['1', '2', '3'],
      ['', '\u4F601', '\u4F602'],
    ])
  })

  it('lets go of its socket when it is closed', async () => {
    const { promise: gone, resolve: closed } = Promise.withResolvers<void>()
    const url = await serve((request, response) => {
      request.once('close', closed)
      stream(response, 'data: a\n\n')
    })
    const source = open(url)
    await next(source, 'message')
    source.close()
    await gone
  })

  it('comes back to a server that starts late', async () => {
    const first = await serve(() => undefined)
    servers[0]?.close()
    const source = open(first, { reconnectionTime: 5 })
    const { error } = await next<EventSourceErrorEvent>(source, 'error')
    expect(error?.message).toContain('ECONNREFUSED')
    const server = createServer((_request, response) => stream(response, 'data: here\n\n'))
    servers.push(server.listen(Number(new URL(first).port), '127.0.0.1'))
    expect((await next<MessageEvent>(source, 'message')).data).toBe('here')
  })
})
