import { describe, expect, it } from 'vitest'
import type { ChannelEvent, GoneReason, Observer } from '../src/index.ts'
import { dataOf, newClient, numbers, Scene } from './scene.ts'

describe('drain', () => {
  it('gives each client a time of its own, and feeds nobody new', async () => {
    const chances = [0, 0.5, 0.999, 0.25]
    const scene = new Scene({ random: () => chances.shift() ?? 0 })
    const clients = [await scene.join(), await scene.join(), await scene.join()]
    await scene.hub.channel('a').publish({ data: 'last' })
    const drained = scene.hub.drain({ over: 1_000 })
    await scene.clock.settle()
    await drained
    expect(clients.map((client) => dataOf(client))).toEqual([['last'], ['last'], ['last']])
    const retries = clients.map(({ sink }) => [...sink.text.matchAll(/^retry: (\d+)$/gm)].map(([, time]) => time))
    expect(retries).toEqual([
      ['1000', '0'],
      ['1000', '500'],
      ['1000', '999'],
    ])
    const late = newClient({ clock: scene.clock })
    await scene.hub.subscribe(late.session, 'all')
    expect([late.session.reason, late.sink.text.endsWith('retry: 250\n\n')]).toEqual(['closed', true])
    expect((await scene.log.bounds()).head.seq).toBe(1)
  })

  it('lets a run finish, for as long as it may', async () => {
    for (const [finishes, expected] of [
      [true, ['1', '2']],
      [false, ['1']],
    ] as const) {
      const scene = new Scene()
      const client = await scene.join()
      const gate = Promise.withResolvers<void>()
      async function* run(): AsyncGenerator<ChannelEvent> {
        yield { data: '1' }
        await gate.promise
        yield { data: '2' }
      }
      const piped = scene.hub.pipe(run()).catch((error: unknown) => String(error))
      await scene.clock.settle()
      const drained = scene.hub.drain({ over: 5_000 })
      await scene.clock.settle()
      expect(client.session.reason).toBeUndefined()
      if (finishes) gate.resolve()
      else await scene.clock.advance(5_000)
      await scene.clock.settle()
      await drained
      expect([client.session.reason, dataOf(client)]).toEqual(['closed', expected])
      gate.resolve()
      expect(await piped).toBe(finishes ? undefined : 'TypeError: The hub is closed: nothing can be published to it')
      expect(scene.clock.pending).toBe(0)
    }
  })

  it('rejects a time that cannot be, and closes nothing', async () => {
    const scene = new Scene()
    const client = await scene.join()
    await expect(scene.hub.drain({ over: -1 })).rejects.toThrow(RangeError)
    await scene.publish('a', '1')
    expect(dataOf(client)).toEqual(['1'])
  })
})

describe('revoke', () => {
  it('cuts those that are picked at once, and nobody if the judge throws', async () => {
    const scene = new Scene()
    const [one, two] = [await scene.join('all', { lastEventId: 'e-0' }), await scene.join()]
    expect(() =>
      scene.hub.revoke(({ lastEventId }) => {
        if (lastEventId === '') throw new Error('broken')
        return true
      }),
    ).toThrow('broken')
    expect(scene.hub.sessions).toBe(2)
    expect(scene.hub.revoke(({ lastEventId }) => lastEventId === 'e-0')).toBe(1)
    await scene.publish('a', '1')
    expect([one.session.reason, dataOf(one), dataOf(two), scene.hub.sessions]).toEqual(['revoked', [], ['1'], 1])
  })
})

describe('an observer', () => {
  it('is told of everything, and changes nothing when it throws', async () => {
    for (const broken of [false, true]) {
      const seen: string[] = []
      const note = (text: string): void => {
        seen.push(text)
        if (broken) throw new Error('broken')
      }
      const observer: Observer = {
        opened: () => note('opened'),
        closed: (_, reason: GoneReason | undefined) => note(`closed ${reason}`),
        published: ({ channel, position }, length) => note(`published ${channel} ${position} ${length}`),
        delivered: (_, bytes) => note(`delivered ${bytes}`),
        lag: (_, entries) => note(`lag ${entries}`),
        gap: (_, { reason }) => note(`gap ${reason}`),
        evicted: () => note('evicted'),
      }
      const scene = new Scene({ observer, ringBytes: 100 })
      const client = await scene.join('all', { highWater: 1, slow: 'disconnect' })
      client.sink.stall()
      for (const each of numbers(1, 5)) await scene.publish('a', each)
      client.sink.read()
      await scene.clock.settle()
      const other = await scene.join('all', { lastEventId: 'nonsense' })
      other.subscription.close()
      expect(seen).toEqual([
        'opened',
        'published a e-1 1',
        'delivered 17',
        'published a e-2 1',
        'lag 1',
        'published a e-3 1',
        'published a e-4 1',
        'published a e-5 1',
        'evicted',
        'closed slow',
        'opened',
        'gap unreadable',
        'closed undefined',
      ])
      expect(scene.errors.length).toBe(broken ? seen.length : 0)
    }
  })

  it('may be an object of a class', async () => {
    class Counter implements Observer {
      open = 0
      opened(): void {
        this.open += 1
      }
      closed(): void {
        this.open -= 1
      }
    }
    const observer = new Counter()
    const scene = new Scene({ observer })
    const { sink } = await scene.join()
    await scene.join()
    sink.leave()
    expect([observer.open, scene.errors]).toEqual([1, []])
  })
})
