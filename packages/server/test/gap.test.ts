import { EventStreamParser } from '@eventwire/parser'
import { describe, expect, it } from 'vitest'
import type { Channels } from '../src/index.ts'
import { dataOf, numbers, Scene } from './scene.ts'

/** A hub whose log kept the entries 16 to 20 of 20. */
async function trimmed(): Promise<Scene> {
  const scene = new Scene({ ringBytes: 1, memory: { maxEntries: 5 } })
  await scene.publish('a', ...numbers(1, 10))
  await scene.publish('b', ...numbers(11, 20))
  return scene
}

describe('a gap', () => {
  it.each([
    ['trimmed', 'e-7', 'e-15', { missed: 8 }, numbers(16, 20)],
    ['epoch-changed', 'other-7', 'e-15', {}, numbers(16, 20)],
    ['ahead-of-head', 'e-21', 'e-20', {}, []],
    ['unreadable', 'né "quoted"\u2028', 'e-20', {}, []],
    ['unreadable', 'x'.repeat(4_096), 'e-20', {}, []],
  ])('%s is one event before any other, whose id is the new place', async (reason, lastEventId, from, missed, then) => {
    const scene = await trimmed()
    const { sink } = await scene.join('all', { lastEventId })
    const gap = { kind: 'gap', reason, requested: lastEventId, resumedAfter: from, ...missed }
    const [first, ...rest] = sink.events
    expect(first).toEqual({ type: 'gap', data: expect.any(String), lastEventId: from })
    expect(JSON.parse(first?.data ?? '')).toEqual(gap)
    expect(rest.map(({ data }) => data)).toEqual(then)
    expect(sink.text.startsWith(`retry: 1000\n\nevent: gap\nid: ${from}\ndata: {`)).toBe(true)
    await scene.publish('a', '21')
    expect(sink.events.at(-1)).toEqual({ type: 'message', data: '21', lastEventId: 'e-21' })
    expect(sink.events.filter(({ type }) => type === 'gap').length).toBe(1)
  })

  it.each<[Channels, number | undefined]>([
    ['all', 8],
    [['a', 'b'], undefined],
    [['a'], undefined],
  ])('for %j says that %j entries are missed: only what is exact', async (channels, missed) => {
    const scene = await trimmed()
    const { sink } = await scene.join(channels, { lastEventId: 'e-7' })
    expect(JSON.parse(sink.events[0]?.data ?? '').missed).toBe(missed)
  })

  it('at the floor is none, one entry before it is', async () => {
    const scene = await trimmed()
    expect(dataOf(await scene.join('all', { lastEventId: 'e-15' }))).toEqual(numbers(16, 20))
    const { sink } = await scene.join('all', { lastEventId: 'e-14' })
    expect(JSON.parse(sink.events[0]?.data ?? '')).toMatchObject({ reason: 'trimmed', missed: 1 })
  })

  it('after a start that cannot be told is told in the same way', async () => {
    const scene = await trimmed()
    const { sink } = await scene.join('all', { start: { after: 'e-3' } })
    expect(JSON.parse(sink.events[0]?.data ?? '')).toMatchObject({ requested: 'e-3', missed: 12 })
  })

  it('has the type that the hub chose', async () => {
    const scene = new Scene({ gapType: 'lost' })
    const { sink } = await scene.join('all', { lastEventId: 'garbage' })
    expect(sink.events.map(({ type }) => type)).toEqual(['lost'])
  })

  it('cut at any byte leaves a client that comes back to the same gap, or to a clean place', async () => {
    const scene = await trimmed()
    const { sink } = await scene.join('all', { lastEventId: 'e-7' })
    const whole = sink.received
    const end = sink.text.indexOf('id: e-16\n')
    const came = new Set<string>()
    for (let cut = 0; cut <= end; cut += 1) {
      const parser = new EventStreamParser({ lastEventId: 'e-7' })
      const got = parser.push(whole.subarray(0, cut))
      came.add(parser.lastEventId)
      expect(got.length).toBe(parser.lastEventId === 'e-15' ? 1 : 0)
      const again = await scene.join('all', { lastEventId: parser.lastEventId })
      const types = [...got, ...again.sink.events].map(({ type }) => type)
      expect(types).toEqual(['gap', ...Array(5).fill('message')])
      again.sink.leave()
    }
    expect([...came]).toEqual(['e-7', 'e-15'])
  })
})
