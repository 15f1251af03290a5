import { withPostgres } from '@eventwire/faults/postgres-server'
import { Hub, openSession } from '@eventwire/server'
import { afterEach, describe, expect, it } from 'vitest'
import { CLIENTS } from './clients.ts'
import { Follower, say } from './follower.ts'
import { useStore } from './store.ts'

describe.for(CLIENTS)('hubs on two nodes, on %s', withPostgres, ([, connect]) => {
  const store = useStore()
  const hubs: Hub[] = []

  afterEach(async () => {
    for (const hub of hubs.splice(0)) await hub.close()
  })

  async function node(schema: string, onError: (error: unknown) => void = () => undefined): Promise<Hub> {
    const { logs } = store.node({ connect, schema, timeout: 1_000 })
    await logs.migrate()
    const hub = new Hub({ log: logs.open('news'), onError })
    hubs.push(hub)
    return hub
  }

  it('a client that leaves one node goes on at the other', async () => {
    const schema = store.schema()
    const [one, two] = [await node(schema), await node(schema)]
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

  it('Postgres goes away and comes back: publish rejects, onError is told, clients stay and miss nothing', async () => {
    const errors: unknown[] = []
    const hub = await node(store.schema(), (error) => errors.push(error))
    const visitor = await Visitor.at(hub)
    await hub.channel('a').publish({ data: '1' })
    await visitor.until('data: 1')
    await store.server.kill()
    await expect(hub.channel('a').publish({ data: '2' })).rejects.toMatchObject({ name: 'LogError' })
    await expect.poll(() => errors.length, { timeout: 10_000 }).toBeGreaterThan(0)
    expect(errors[0]).toMatchObject({ name: 'LogError' })
    await store.server.start()
    const publish = (): Promise<string> =>
      hub
        .channel('a')
        .publish({ data: '3' })
        .then(() => 'published', String)
    await expect.poll(publish, { timeout: 10_000 }).toBe('published')
    await visitor.until('data: 3')
    expect(visitor.data).toEqual(['1', '3'])
    expect(visitor.text).not.toContain('event: gap')
    expect(hub.sessions).toBe(1)
  })

  it('after a restart it listens again by itself, and not only by looking at the heads', async () => {
    const schema = store.schema()
    const { logs } = store.node({ connect, schema, checkInterval: 60_000 })
    await logs.migrate()
    const log = logs.open('log')
    const before = await Follower.of(log, { at: 'head' })
    const failing = before.until(1).catch(() => [])
    await store.server.kill()
    await failing
    await expect(log.bounds()).rejects.toMatchObject({ name: 'LogError' })
    await store.server.start()
    await expect.poll(() => log.bounds().then(() => 'there', String), { timeout: 10_000 }).toBe('there')
    const writer = store.node({ schema }).logs.open('log')
    const follower = await Follower.of(log, { at: 'head' })
    const next = follower.until(1)
    await say(writer, '1')
    expect(await next).toEqual(['1'])
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
