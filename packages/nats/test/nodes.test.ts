import { NatsServer, withNats } from '@eventwire/faults/nats-server'
import { Hub, openSession } from '@eventwire/server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NatsLogs } from '../src/index.ts'
import { connection } from './connections.ts'

describe('hubs on two nodes', withNats, () => {
  let server: NatsServer
  const close: (() => Promise<void>)[] = []

  beforeEach(async () => {
    server = await NatsServer.start()
  })

  afterEach(async () => {
    for (const each of close.splice(0).toReversed()) await each()
    await server[Symbol.asyncDispose]()
  })

  /** A node: a connection of its own, logs and a hub. */
  async function node(onError: (error: unknown) => void = () => undefined): Promise<Hub> {
    const own = await connection(server.url)
    const logs = new NatsLogs({ connection: own, timeout: 500, checkInterval: 1_000, onError: () => undefined })
    const hub = new Hub({ log: logs.open('news'), onError })
    close.push(
      () => own.close(),
      () => logs.close(),
      () => hub.close(),
    )
    return hub
  }

  it('a client that leaves one node goes on at the other', async () => {
    const [one, two] = [await node(), await node()]
    const first = await Visitor.at(one)
    await two.channel('a').publish({ data: '1' })
    await one.channel('b').publish({ data: '2' })
    await first.until('data: 2')
    const { lastEventId } = first
    await first.leave()
    await one.channel('a').publish({ data: '3' })
    const second = await Visitor.at(two, lastEventId)
    await two.channel('a').publish({ data: '4' })
    await second.until('data: 4')
    expect([...first.data, ...second.data]).toEqual(['1', '2', '3', '4'])
    expect(second.text).not.toContain('event: gap')
  })

  it('NATS goes away and comes back empty: publish rejects, onError is told, clients stay and get a gap', async () => {
    const errors: unknown[] = []
    const hub = await node((error) => errors.push(error))
    const visitor = await Visitor.at(hub)
    await hub.channel('a').publish({ data: '1' })
    await visitor.until('data: 1')
    await server.wipe()
    await expect(hub.channel('a').publish({ data: 'lost' })).rejects.toMatchObject({ name: 'LogError' })
    await expect.poll(() => errors.length, { timeout: 10_000 }).toBeGreaterThan(0)
    expect(errors[0]).toMatchObject({ name: 'LogError' })
    await server.start()
    await visitor.until('event: gap')
    await expect
      .poll(
        () =>
          hub
            .channel('a')
            .publish({ data: '2' })
            .then(() => 'published', String),
        { timeout: 10_000 },
      )
      .toBe('published')
    await visitor.until('data: 2')
    expect(visitor.text).toContain('"reason":"epoch-changed"')
    expect(hub.sessions).toBe(1)
  })
})

/** A client of a hub, over the web door. */
class Visitor {
  text = ''
  readonly #reader: ReadableStreamDefaultReader<string>

  private constructor(body: ReadableStream<string>) {
    this.#reader = body.getReader()
  }

  static async at(hub: Hub, lastEventId?: string): Promise<Visitor> {
    const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId }
    const { response, session } = await openSession(new Request('http://localhost/', { headers }))
    if (!session || !response.body) throw new Error('There is no session')
    await hub.subscribe(session, 'all')
    return new Visitor(response.body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>))
  }

  get data(): readonly string[] {
    return Array.from(this.text.matchAll(/^data: (\d+)$/gm), ([, data = '']) => data)
  }

  get lastEventId(): string {
    return Array.from(this.text.matchAll(/^id: (.+)$/gm)).at(-1)?.[1] ?? ''
  }

  async until(what: string): Promise<void> {
    while (!this.text.includes(what)) {
      const { done, value } = await this.#reader.read()
      if (done) throw new Error(`The stream ended before ${what}: ${this.text}`)
      this.text += value
    }
  }

  leave(): Promise<void> {
    return this.#reader.cancel()
  }
}
