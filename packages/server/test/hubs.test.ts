import { describe, expect, it } from 'vitest'
import { Hubs, MemoryLog, MemoryLogs, type EventLog, type HubsOptions } from '../src/index.ts'
import { dataOf, newClient, Scene, type Client } from './scene.ts'
import { TestClock } from './test-clock.ts'

class Tenants {
  readonly clock = new TestClock()
  readonly logs = new MemoryLogs({ maxLogs: 3 })
  readonly errors: unknown[] = []
  readonly hubs: Hubs

  constructor(options: Partial<HubsOptions> = {}) {
    const onError = (error: unknown): void => void this.errors.push(error)
    this.hubs = new Hubs({ logs: this.logs, clock: this.clock, onError, idleAfter: 1_000, ...options })
  }

  async join(name: string, lastEventId = ''): Promise<Client> {
    const client = newClient({ clock: this.clock, lastEventId })
    await this.hubs.get(name).subscribe(client.session, 'all', { start: { at: 'floor' } })
    await this.clock.settle()
    return client
  }

  async publish(name: string, data: string): Promise<string> {
    const position = await this.hubs.get(name).channel('c').publish({ data })
    await this.clock.settle()
    return position
  }
}

describe('hubs', () => {
  it('are made when they are asked for, each on a log of its own', async () => {
    const { hubs, ...tenants } = new Tenants()
    expect(hubs.get('a')).toBe(hubs.get('a'))
    expect(hubs.get('b')).not.toBe(hubs.get('a'))
    expect(hubs.size).toBe(2)
    for (const name of ['', 7 as unknown as string]) expect(() => hubs.get(name)).toThrow(TypeError)
    await hubs.close()
    expect(() => hubs.get('a')).toThrow(/closed/)
    expect(tenants.clock.pending).toBe(0)
  })

  it('rest when nobody uses them, and their logs stay', async () => {
    const tenants = new Tenants()
    const client = await tenants.join('a')
    const first = await tenants.publish('a', '1')
    await tenants.clock.advance(60_000)
    expect([dataOf(client), tenants.hubs.size]).toEqual([['1'], 1])
    client.sink.leave()
    await tenants.clock.advance(2_000)
    expect([tenants.hubs.size, tenants.logs.size, tenants.clock.pending]).toEqual([0, 1, 0])
    await tenants.publish('a', '2')
    expect(dataOf(await tenants.join('a', first))).toEqual(['2'])
    await tenants.hubs.close()
  })

  it('go on while they are published to, and while a run is under way', async () => {
    const tenants = new Tenants({ keepFor: 0 })
    for (let turn = 0; turn < 10; turn += 1) {
      await tenants.hubs
        .get('a')
        .channel('c')
        .publish({ data: String(turn) })
      await tenants.clock.advance(900)
    }
    const gate = Promise.withResolvers<void>()
    async function* run() {
      yield { data: '1' }
      await gate.promise
      yield { data: '2' }
    }
    const piped = tenants.hubs.get('b').pipe(run())
    await tenants.clock.advance(60_000)
    expect([tenants.hubs.size, tenants.logs.size]).toEqual([1, 1])
    gate.resolve()
    await piped
    expect(dataOf(await tenants.join('b'))).toEqual(['1', '2'])
    await tenants.hubs.close()
  })

  it('lose their logs when they were kept for long enough; who comes back then is told', async () => {
    const tenants = new Tenants({ keepFor: 10_000 })
    const position = await tenants.publish('a', '1')
    await tenants.clock.advance(10_500)
    expect(tenants.logs.size).toBe(1)
    await tenants.clock.advance(2_500)
    expect([tenants.hubs.size, tenants.logs.size, tenants.clock.pending]).toEqual([0, 0, 0])
    const { sink } = await tenants.join('a', position)
    expect(JSON.parse(sink.events[0]?.data ?? '')).toMatchObject({ reason: 'epoch-changed' })
    await tenants.hubs.close()
  })

  it('keep the log of a run that was silent for long for as long after its end as any other', async () => {
    const tenants = new Tenants({ keepFor: 10_000 })
    const gate = Promise.withResolvers<void>()
    async function* run() {
      yield { data: '1' }
      await gate.promise
    }
    const piped = tenants.hubs.get('a').pipe(run())
    await tenants.clock.advance(60_000)
    gate.resolve()
    await piped
    await tenants.clock.advance(5_000)
    expect(tenants.logs.size).toBe(1)
    expect(dataOf(await tenants.join('a'))).toEqual(['1'])
    await tenants.hubs.close()
  })

  it('begin anew while the one before is being deleted', async () => {
    const tenants = new Tenants()
    await tenants.publish('a', '1')
    const deleted = tenants.hubs.delete('a')
    const next = tenants.hubs.get('a')
    await deleted
    await next.channel('c').publish({ data: '2' })
    expect(dataOf(await tenants.join('a'))).toEqual(['2'])
    await tenants.hubs.close()
  })

  it('are no more than the store has logs for', () => {
    const { hubs } = new Tenants()
    for (const name of ['a', 'b', 'c']) hubs.get(name)
    expect(() => hubs.get('d')).toThrow(/3 logs already \(maxLogs\)/)
    expect(hubs.size).toBe(3)
  })

  it('are deleted with their sessions and their log', async () => {
    const tenants = new Tenants()
    const client = await tenants.join('a')
    await tenants.publish('a', '1')
    await tenants.hubs.delete('a')
    await tenants.hubs.delete('unknown')
    expect([client.session.reason, tenants.logs.size]).toEqual(['closed', 0])
    expect(dataOf(await tenants.join('a'))).toEqual([])
    await tenants.hubs.close()
  })

  it('are drained together', async () => {
    const tenants = new Tenants({ random: () => 0.5 })
    const clients = [await tenants.join('a'), await tenants.join('b')]
    await tenants.hubs.drain({ over: 2_000 })
    for (const { sink } of clients) expect(sink.text).toContain('retry: 1000\n\n')
    expect([clients.map(({ session }) => session.reason), tenants.clock.pending]).toEqual([['closed', 'closed'], 0])
  })

  it('report a log that cannot be deleted, and options that cannot be', async () => {
    const failing = {
      open: (): EventLog => new MemoryLog(),
      delete: () => Promise.reject(new Error('disk')),
    }
    const tenants = new Tenants({ logs: failing, keepFor: 0 })
    tenants.hubs.get('a')
    await tenants.clock.advance(3_000)
    expect(tenants.errors.map(String)).toEqual(['Error: disk'])
    expect(() => new Hubs({ logs: {} as MemoryLogs })).toThrow(TypeError)
    expect(() => new Tenants({ idleAfter: 0 })).toThrow(RangeError)
    expect(() => new MemoryLogs({ maxEntries: 0 })).toThrow(RangeError)
  })
})

describe('a hub that rests', () => {
  it('reads its log no more, until somebody comes', async () => {
    const scene = new Scene()
    const client = await scene.join()
    expect(scene.hub.rest()).toBe(false)
    client.sink.leave()
    expect(scene.hub.rest()).toBe(true)
    await scene.publish('a', '1', '2')
    const back = await scene.join('all', { lastEventId: 'e-1' })
    await scene.publish('a', '3')
    expect(dataOf(back)).toEqual(['2', '3'])
    expect(scene.errors).toEqual([])
  })
})
