import { describe, expect, it } from 'vitest'
import { dataOf, numbers, Scene } from './scene.ts'

async function stalled(scene: Scene, slow: 'latest' | 'disconnect') {
  const client = await scene.join('all', { slow, highWater: 1 })
  client.sink.stall()
  for (const each of numbers(1, 50)) await scene.publish('a', each)
  return client
}

describe("slow: 'latest'", () => {
  it('skips to what is new when the ring has moved on, after one exact gap', async () => {
    const scene = new Scene({ ringBytes: 100 })
    const client = await stalled(scene, 'latest')
    client.sink.read()
    await scene.publish('a', '51')
    const [one, gap, ...rest] = client.sink.events
    expect(one?.data).toBe('1')
    const fields = { reason: 'skipped', requested: 'e-1', resumedAfter: 'e-50', missed: 49 }
    expect(JSON.parse(gap?.data ?? '')).toEqual({ kind: 'gap', ...fields })
    expect([gap?.lastEventId, rest.map(({ data }) => data)]).toEqual(['e-50', ['51']])
    expect(client.sink.faults).toEqual([])
  })

  it('leaves out nothing that the ring still has', async () => {
    const scene = new Scene()
    const client = await stalled(scene, 'latest')
    client.sink.read()
    await scene.clock.settle()
    expect(dataOf(client)).toEqual(numbers(1, 50))
  })

  it('gives a snapshot in place of what it skips', async () => {
    const scene: Scene = new Scene({
      ringBytes: 100,
      snapshot: async () => ({ asOf: await scene.hub.head(), events: [{ type: 'state', data: 'now' }] }),
    })
    const client = await stalled(scene, 'latest')
    client.sink.read()
    await scene.clock.settle()
    await scene.publish('a', '51')
    expect(client.sink.events.slice(1).map(({ type, data }) => (type === 'gap' ? type : data))).toEqual([
      '1',
      'gap',
      'now',
      '51',
    ])
    expect(scene.errors).toEqual([])
  })

  it('serves from the log who comes back from far behind: it was not slow', async () => {
    const scene = new Scene({ ringBytes: 100 })
    await scene.publish('a', ...numbers(1, 50))
    for (const slow of ['latest', 'disconnect'] as const) {
      expect(dataOf(await scene.join('all', { slow, lastEventId: 'e-10' }))).toEqual(numbers(11, 50))
    }
  })
})

describe("slow: 'disconnect'", () => {
  it('cuts who has fallen out of the ring, so that its client comes back to where it was', async () => {
    const scene = new Scene({ ringBytes: 100 })
    const client = await stalled(scene, 'disconnect')
    client.sink.read()
    await scene.clock.settle()
    expect([client.session.reason, scene.hub.sessions]).toEqual(['slow', 0])
    expect(client.sink.events.at(-1)?.lastEventId).toBe('e-1')
    expect(dataOf(await scene.join('all', { lastEventId: 'e-1', slow: 'disconnect' }))).toEqual(numbers(2, 50))
  })
})

describe('a slow policy', () => {
  it('is not for a gap in the log itself', async () => {
    for (const slow of ['latest', 'disconnect'] as const) {
      const scene = new Scene({ ringBytes: 100 })
      const client = await scene.join('all', { slow })
      await scene.publish('a', '1')
      const { sink, session } = await scene.join('all', { slow, lastEventId: 'other-7' })
      expect(JSON.parse(sink.events[0]?.data ?? '')).toMatchObject({ reason: 'epoch-changed' })
      expect([session.reason, client.session.reason]).toEqual([undefined, undefined])
    }
  })
})
