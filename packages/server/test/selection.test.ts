import { describe, expect, it } from 'vitest'
import type { EntryLabel } from '../src/index.ts'
import { dataOf, numbers, Scene } from './scene.ts'

/** Publishes `key=value` with the key as meta. */
async function tick(scene: Scene, ...pairs: readonly string[]): Promise<void> {
  const prices = scene.hub.channel('prices')
  for (const pair of pairs) await prices.publish({ data: pair, meta: { symbol: pair.slice(0, 1) } })
  await scene.clock.settle()
}

const symbolOf = ({ meta }: EntryLabel): string | undefined => meta?.symbol

const isA = (entry: EntryLabel): boolean => symbolOf(entry) === 'a'

const isEarly = ({ seq }: EntryLabel): boolean => seq < 5

function brokenFilter(): never {
  throw new Error('broken filter')
}

describe('a filter', () => {
  it('decides by all but the data, live, from the ring and from the log; ids are exact and places move on', async () => {
    for (const ringBytes of [1, 1_000_000]) {
      const scene = new Scene({ ringBytes })
      await tick(scene, 'a1', 'b1', 'a2')
      const filter = (entry: EntryLabel): boolean => !('data' in entry) && symbolOf(entry) === 'a'
      const live = await scene.join('all', { filter })
      const late = await scene.join('all', { filter, start: { at: 'floor' } })
      const back = await scene.join(['prices'], { filter, lastEventId: 'e-1' })
      await tick(scene, 'b2', 'a3')
      await tick(scene, 'b3')
      expect(dataOf(live)).toEqual(['a3'])
      expect(dataOf(late)).toEqual(['a1', 'a2', 'a3'])
      expect(back.sink.events.map(({ data, lastEventId }) => data + lastEventId)).toEqual(['a2e-3', 'a3e-5'])
    }
  })

  it('that throws lets nothing through, and is told of', async () => {
    const scene = new Scene()
    const [one, other] = [await scene.join('all', { filter: brokenFilter }), await scene.join('all')]
    await tick(scene, 'a1')
    expect([dataOf(one), dataOf(other)]).toEqual([[], ['a1']])
    expect(scene.errors.map(String)).toContain('Error: broken filter')
  })

  it('is one audience for who shares it, whose bytes are the same', async () => {
    const scene = new Scene()
    const [one, two] = [await scene.join('all', { filter: isA }), await scene.join('all', { filter: isA })]
    await tick(scene, 'a1', 'b1', 'a2')
    expect(one.sink.writes.at(-1)).toBe(two.sink.writes.at(-1))
  })

  it('makes what a gap counts unknown', async () => {
    const scene = new Scene({ memory: { maxEntries: 2 } })
    await tick(scene, 'a1', 'a2', 'a3', 'a4')
    const { sink } = await scene.join('all', { lastEventId: 'e-1', filter: () => true })
    expect(JSON.parse(sink.events[0]?.data ?? '')).toEqual({
      kind: 'gap',
      reason: 'trimmed',
      requested: 'e-1',
      resumedAfter: 'e-2',
    })
  })
})

describe('conflate', () => {
  it('gives who is behind the newest of each key, in order, with their own ids', async () => {
    for (const ringBytes of [1, 1_000_000]) {
      const scene = new Scene({ ringBytes })
      const slow = await scene.join('all', { conflate: symbolOf, highWater: 1 })
      slow.sink.stall()
      await tick(scene, 'a0')
      for (const each of numbers(1, 3)) await tick(scene, `a${each}`, `b${each}`)
      await tick(scene, 'c1')
      slow.sink.read()
      await scene.clock.settle()
      expect(slow.sink.events.map(({ data, lastEventId }) => data + lastEventId)).toEqual([
        'a0e-1',
        'a3e-6',
        'b3e-7',
        'c1e-8',
      ])
    }
  })

  it('gives who keeps up everything but what is replaced within a turn, and what has no key', async () => {
    const scene = new Scene()
    const live = await scene.join('all', { conflate: (entry) => (entry.type ? undefined : symbolOf(entry)) })
    await tick(scene, 'a1')
    await tick(scene, 'a2', 'a3')
    await scene.hub.channel('prices').publish({ type: 'trade', data: 'x', meta: { symbol: 'a' } })
    await scene.hub.channel('prices').publish({ type: 'trade', data: 'y', meta: { symbol: 'a' } })
    await scene.clock.settle()
    expect(dataOf(live)).toEqual(['a1', 'a3', 'x', 'y'])
  })

  it('looks at all that the ring has, though one write takes only a part of it', async () => {
    const scene = new Scene()
    const slow = await scene.join('all', { conflate: symbolOf, highWater: 1 })
    slow.sink.stall()
    await tick(scene, 'z0')
    const long = '.'.repeat(40_000)
    for (const each of ['a1', 'b1', 'a2', 'b2', 'c1']) await tick(scene, each + long)
    for (let reads = 0; reads < 5; reads += 1) {
      slow.sink.readOnce()
      await scene.clock.settle()
    }
    expect(dataOf(slow).map((data) => data.slice(0, 2))).toEqual(['z0', 'a2', 'b2', 'c1'])
  })

  it('resumes a client that was cut among what is conflated', async () => {
    const scene = new Scene()
    await tick(scene, 'a1', 'b1', 'a2', 'c1', 'b2')
    const { sink } = await scene.join('all', { conflate: symbolOf, lastEventId: 'e-3' })
    expect(sink.events.map(({ data }) => data)).toEqual(['c1', 'b2'])
  })
})

describe('{ last: n }', () => {
  it('begins with the newest entries that the session takes, from the ring or the log', async () => {
    for (const ringBytes of [1, 1_000_000]) {
      const scene = new Scene({ ringBytes })
      await scene.join()
      for (const each of numbers(1, 9)) await scene.publish(Number(each) % 2 ? 'odd' : 'even', each)
      expect(dataOf(await scene.join('all', { start: { last: 3 } }))).toEqual(['7', '8', '9'])
      expect(dataOf(await scene.join(['odd'], { start: { last: 2 } }))).toEqual(['7', '9'])
      expect(dataOf(await scene.join('all', { start: { last: 2 }, filter: isEarly }))).toEqual(['3', '4'])
      expect(dataOf(await scene.join('all', { start: { last: 0 } }))).toEqual([])
      expect(dataOf(await scene.join('all', { start: { last: 100 } }))).toEqual(numbers(1, 9))
    }
  })

  it('is for new clients: who comes back goes on where it was', async () => {
    const scene = new Scene()
    await scene.publish('a', ...numbers(1, 9))
    expect(dataOf(await scene.join('all', { start: { last: 2 }, lastEventId: 'e-4' }))).toEqual(numbers(5, 9))
  })

  it('gives what an empty or trimmed log has', async () => {
    const scene = new Scene({ ringBytes: 1, memory: { maxEntries: 3 } })
    expect(dataOf(await scene.join('all', { start: { last: 5 } }))).toEqual([])
    for (const each of numbers(1, 9)) await scene.publish('a', each)
    expect(dataOf(await scene.join('all', { start: { last: 5 } }))).toEqual(['7', '8', '9'])
  })
})
