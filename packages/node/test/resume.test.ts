import { connect } from '@eventwire/client'
import { EventStreamParser } from '@eventwire/parser'
import type { Hub } from '@eventwire/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serve, type EventServer } from '../src/index.ts'
import { ChunkedResponse } from './chunked.ts'
import { CuttingProxy } from './cutting-proxy.ts'
import { newHub } from './scene.ts'
import { until } from './until.ts'
import { get, Wire } from './wire.ts'

const TEXTS = ['ä', 'two\nlines', '', '日本\n\n語', '👩‍🚀🚀'] as const
/** Published after the reconnect: what comes before it is all that will ever come. */
const LAST = 'the end'
const RETRY = 3

/** A hub for each path, so that every cut begins with the same history. */
const hubs = new Map<string, Hub>()
let server: EventServer

async function hubAt(path: string): Promise<Hub> {
  const hub = newHub()
  hubs.set(path, hub)
  for (const data of TEXTS) await hub.channel('c').publish({ type: 'tëst', data })
  return hub
}

beforeAll(async () => {
  server = await serve(
    async (request, open) => {
      const { response, session } = await open()
      const hub = hubs.get(new URL(request.url).pathname)
      if (session) await hub?.subscribe(session, ['c'], { start: { at: 'floor' } })
      return response
    },
    { retry: RETRY },
  )
})
afterAll(() => server.close())

/** A raw client: each response has a parser of its own, and only the last event ID outlives it. */
class RawClient {
  readonly data: string[] = []
  lastEventId = ''

  async read(port: number, path: string): Promise<void> {
    const response = new ChunkedResponse()
    const parser = new EventStreamParser({ lastEventId: this.lastEventId })
    await using wire = await Wire.to(port)
    wire.socket.on('data', (bytes) => {
      for (const piece of response.push(bytes)) {
        for (const { data } of parser.push(piece)) this.data.push(data)
        this.lastEventId = parser.lastEventId
      }
    })
    wire.send(get(path, ...(this.lastEventId === '' ? [] : [`Last-Event-ID: ${this.lastEventId}`])))
    await until('cut or complete', () => wire.closed || this.data.at(-1) === LAST)
  }
}

/** The bytes of a response with all of the history. */
async function wholeResponse(): Promise<number> {
  await hubAt('/whole')
  await using wire = await Wire.to(server.port)
  await wire.send(get('/whole')).received('id: e-5\n')
  await wire.received(`${Buffer.from('🚀').toString('latin1')}\n\n`)
  return wire.text.length
}

async function cutAtEveryByte(follow: (port: number, path: string, hub: Hub) => Promise<string[]>): Promise<void> {
  const bytes = await wholeResponse()
  expect(bytes).toBeGreaterThan(400)
  let next = 0
  async function work(): Promise<void> {
    while (next <= bytes) {
      const cut = next++
      const path = `/${cut}`
      const hub = await hubAt(path)
      await using proxy = await CuttingProxy.before(server.port, cut)
      const data = await follow(proxy.port, path, hub)
      expect({ cut, data, connections: proxy.connections }).toEqual({ cut, data: [...TEXTS, LAST], connections: 2 })
      hubs.delete(path)
    }
  }
  await Promise.all(Array.from({ length: 8 }, work))
}

describe('after a cut at every byte of a response', () => {
  it('a client that knows nothing but its last event ID misses nothing and gets nothing twice', async () => {
    await cutAtEveryByte(async (port, path, hub) => {
      const client = new RawClient()
      await client.read(port, path)
      await hub.channel('c').publish({ data: LAST })
      await client.read(port, path)
      return client.data
    })
  })

  it('connect() does the same by itself', async () => {
    await cutAtEveryByte(async (port, path, hub) => {
      const data: string[] = []
      let isPublished = false
      await using connection = connect(`http://127.0.0.1:${port}${path}`, {
        retry: { initialDelay: 1, maxDelay: 5 },
        onStateChange: ({ state, attempt }) => {
          if (isPublished || state !== 'open' || attempt < 2) return
          isPublished = true
          void hub.channel('c').publish({ data: LAST })
        },
      })
      for await (const event of connection) {
        data.push(event.data)
        if (event.data === LAST) break
      }
      return data
    })
  })
})
