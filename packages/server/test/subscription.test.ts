import { describe, expect, it } from 'vitest'
import { dataOf, Scene } from './scene.ts'

describe('channels of an open session', () => {
  it('are added and removed from its place on, with one order and one scalar id', async () => {
    const scene = new Scene()
    const client = await scene.join(['a'])
    await scene.publish('b', 'b1')
    client.subscription.add('b', 'c')
    expect(client.subscription.channels).toEqual(['a', 'b', 'c'])
    await scene.publish('b', 'b2')
    await scene.publish('a', 'a1')
    client.subscription.remove('a', 'c')
    await scene.publish('a', 'a2')
    await scene.publish('b', 'b3')
    expect(client.sink.events.map(({ data, lastEventId }) => data + lastEventId)).toEqual(['b2e-2', 'a1e-3', 'b3e-5'])
    expect([scene.hub.sessionsOf('a'), scene.hub.sessionsOf('b'), scene.hub.sessions]).toEqual([0, 1, 1])
  })

  it('apply to what is published next, not to what is pending in this turn', async () => {
    const scene = new Scene()
    const client = await scene.join(['a'])
    await scene.log.append([{ channel: 'b', data: 'before' }])
    await new Promise<void>((resolve) => setImmediate(resolve))
    client.subscription.add('b')
    await scene.publish('b', 'after')
    expect(dataOf(client)).toEqual(['after'])
  })

  it('are given to who is behind from where it is, from the ring and from the log', async () => {
    for (const ringBytes of [1, 1_000_000]) {
      const scene = new Scene({ ringBytes })
      const client = await scene.join(['a'], { highWater: 1 })
      client.sink.stall()
      for (const data of ['a1', 'a2', 'a3']) await scene.publish('a', data)
      await scene.publish('b', 'b1')
      client.subscription.add('b')
      client.sink.read()
      await scene.publish('b', 'b2')
      expect(dataOf(client)).toEqual(['a1', 'a2', 'a3', 'b1', 'b2'])
      expect(client.sink.faults).toEqual([])
    }
  })

  it('may all be removed: then only the place moves', async () => {
    const scene = new Scene()
    const client = await scene.join(['a'], { heartbeat: 1_000 })
    client.subscription.remove('a')
    await scene.publish('a', '1', '2')
    await scene.clock.advance(2_000)
    expect([dataOf(client), client.sink.text.includes('id: e-2')]).toEqual([[], true])
    client.subscription.add('a')
    await scene.publish('a', '3')
    expect(dataOf(client)).toEqual(['3'])
  })

  it('keep the filter, and cannot be taken from all', async () => {
    const scene = new Scene()
    const { subscription, ...client } = await scene.join(['a'], { filter: ({ type }) => type === undefined })
    subscription.add('b')
    await scene.hub.channel('b').publish({ type: 'x', data: 'left out' })
    await scene.publish('b', 'b1')
    expect(dataOf(client)).toEqual(['b1'])
    const all = await scene.join('all')
    all.subscription.add('a')
    expect(all.subscription.channels).toBe('all')
    expect(() => all.subscription.remove('a')).toThrow(TypeError)
    expect(() => subscription.add('')).toThrow(TypeError)
  })
})

describe('a token', () => {
  it('finds the subscription while it lasts, and nothing else does', async () => {
    const scene = new Scene()
    const { subscription, sink } = await scene.join(['a'])
    const { token } = subscription
    expect(token).toMatch(/^[\w-]{32}$/)
    expect(subscription.token).toBe(token)
    expect(scene.hub.subscription(token)).toBe(subscription)
    const other = (await scene.join(['a'])).subscription
    expect(other.token).not.toBe(token)
    expect(scene.hub.subscription(`${token} `)).toBeUndefined()
    sink.leave()
    expect(scene.hub.subscription(token)).toBeUndefined()
    expect(() => subscription.add('b')).not.toThrow()
    expect([scene.hub.sessions, scene.hub.sessionsOf('b')]).toEqual([1, 0])
  })
})
