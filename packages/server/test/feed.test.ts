import { describe, expect, it } from 'vitest'
import { chunked, MemoryLog, type Entry } from '../src/index.ts'
import { dataOf, newClient, numbers, Scene } from './scene.ts'

describe('wireType', () => {
  it('makes the event type of an entry, which the log keeps as it was', async () => {
    const scene = new Scene({ wireType: ({ channel, type = 'message' }) => `${channel}/${type}` })
    const client = await scene.join()
    await scene.hub.channel('a').publish({ type: 'x', data: '1' })
    await scene.publish('b', '2')
    expect(client.sink.events.map(({ type }) => type)).toEqual(['a/x', 'b/message'])
  })

  it('is asked once for an entry, however many get it', async () => {
    const asked: string[] = []
    const scene = new Scene({
      wireType({ data }) {
        asked.push(data)
        return 'x'
      },
    })
    for (const channels of [['a'], ['a'], ['a', 'b']]) await scene.join(channels)
    await scene.publish('a', ...numbers(1, 5))
    expect(asked).toEqual(numbers(1, 5))
  })

  it.each<[string, (entry: Entry) => string]>([
    [
      'that throws',
      () => {
        throw new Error('no type')
      },
    ],
    ['that gives what cannot be sent', () => 'a\nb'],
    ['that gives no string', () => 7 as unknown as string],
    ['that gives the type of gaps', () => 'gap'],
  ])('%s passes over that entry alone, by its id, and is told', async (_, bad) => {
    for (const ringBytes of [1, 1_000_000]) {
      const wireType = (entry: Entry): string | undefined => (entry.data === 'bad' ? bad(entry) : entry.type)
      const scene = new Scene({ wireType, ringBytes })
      const client = await scene.join()
      const framed = await scene.join('all', { framing: chunked })
      await scene.publish('a', '1')
      await scene.publish('a', 'bad')
      expect(client.sink.text.endsWith('id: e-1\ndata: 1\n\nid: e-2\n\n')).toBe(true)
      await scene.publish('a', '3')
      expect(dataOf(client)).toEqual(['1', '3'])
      expect(client.session.reason).toBeUndefined()
      // An empty chunk would be the end of the response.
      expect(framed.sink.text).not.toContain('\n0\r\n')
      expect(scene.errors.length).toBe(1)
      const late = await scene.join('all', { lastEventId: 'e-0' })
      expect(dataOf(late)).toEqual(['1', '3'])
      expect([client, framed, late].flatMap(({ sink }) => sink.faults)).toEqual([])
    }
  })

  it('a type that another writer of the log made and that cannot be sent is passed over, too', async () => {
    const scene = new Scene()
    const client = await scene.join()
    await scene.log.append([
      { channel: 'a', type: 'x\ndata: injected', data: '1' },
      { channel: 'a', type: 'gap', data: '2' },
      { channel: 'a', type: 'fine', data: '3' },
    ])
    await scene.clock.settle()
    expect(client.sink.events).toEqual([{ type: 'fine', data: '3', lastEventId: 'e-3' }])
    expect(scene.errors.length).toBe(2)
  })
})

describe('the ring of a hub', () => {
  it('does not grow with entries that cannot be sent', async () => {
    const scene = new Scene({ wireType: () => '\n', ringBytes: 500, memory: { maxEntries: 5 } })
    await scene.join('all')
    for (let round = 0; round < 20; round += 1) await scene.publish('a', ...numbers(1, 5))
    const late = await scene.join('all', { lastEventId: 'e-1' })
    // Were it all kept in the ring, this would be no gap.
    expect(late.sink.events.map(({ type }) => type)).toEqual(['gap'])
  })
})

describe('publishing', () => {
  it('before a subscription at the head is no news to it', async () => {
    const scene = new Scene()
    await scene.join('all')
    for (let round = 0; round < 10; round += 1) {
      await scene.hub.channel('a').publish({ data: 'before' })
      const client = newClient()
      await scene.hub.subscribe(client.session, 'all')
      await scene.clock.settle()
      expect(dataOf(client)).toEqual([])
    }
  })

  it('much without a pause lets the event loop turn after each 256 KiB', async () => {
    const scene = new Scene()
    const client = await scene.join('all', { highWater: 10_000_000 })
    let published = 0
    const publishing = (async () => {
      for (; published < 40; published += 1) await scene.hub.channel('a').publish({ data: 'x'.repeat(100_000) })
    })()
    await scene.clock.advance(0)
    expect(published).toBe(2)
    await scene.clock.settle()
    await publishing
    expect(client.sink.events.length).toBe(40)
  })

  it('to two hubs of one log gives all clients one order', async () => {
    const log = new MemoryLog({ epoch: 'e' })
    const [one, two] = [new Scene({ log }), new Scene({ log })]
    const clients = [await one.join(), await two.join()]
    for (let number = 1; number <= 20; number += 1) {
      await (number % 3 === 0 ? one : two).hub.channel('a').publish({ data: String(number) })
    }
    await one.clock.settle()
    await two.clock.settle()
    expect(clients.map(dataOf)).toEqual([numbers(1, 20), numbers(1, 20)])
    const moved = await two.join('all', { lastEventId: clients[0]?.sink.events[9]?.lastEventId ?? '' })
    expect(dataOf(moved)).toEqual(numbers(11, 20))
  })

  it('what is larger than maxBufferedBytes reaches a client that reads', async () => {
    for (const ringBytes of [1, 10_000_000]) {
      const scene = new Scene({ ringBytes })
      const client = await scene.join('all', { maxBufferedBytes: 1_000, highWater: 500 })
      client.sink.stall()
      client.session.send({ data: 'something that waits' })
      await scene.publish('a', 'x'.repeat(100_000))
      client.sink.readOnce()
      await scene.publish('a', 'y')
      client.sink.read()
      await scene.clock.settle()
      expect(dataOf(client).map(({ length }) => length)).toEqual([20, 100_000, 1])
      expect(client.session.reason).toBeUndefined()
    }
  })
})
