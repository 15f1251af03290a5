import { describe, expect, it } from 'vitest'
import { MAX_WRITE } from '../src/collect.ts'
import { dataOf, numbers, Scene } from './scene.ts'

const LARGE = 'x'.repeat(30_000)

describe('who does not read', () => {
  it('gets nothing more until it does, then goes on from the ring', async () => {
    const scene = new Scene()
    const [slow, fast] = [await scene.join('all', { highWater: 1 }), await scene.join('all')]
    slow.sink.stall()
    for (const each of numbers(1, 9)) await scene.publish('a', each)
    expect(slow.sink.writes.length).toBe(3)
    expect(dataOf(fast)).toEqual(numbers(1, 9))
    slow.sink.read()
    await scene.clock.settle()
    expect(dataOf(slow)).toEqual(numbers(1, 9))
    expect(slow.sink.faults).toEqual([])
  })

  it('goes on from the log when the ring has moved on', async () => {
    const scene = new Scene({ ringBytes: 100 })
    const slow = await scene.join('all', { highWater: 1 })
    slow.sink.stall()
    for (const each of numbers(1, 50)) await scene.publish('a', each)
    slow.sink.read()
    await scene.clock.settle()
    expect(dataOf(slow)).toEqual(numbers(1, 50))
  })

  it('is told of the gap when the log has moved on, exactly', async () => {
    const scene = new Scene({ ringBytes: 100, memory: { maxEntries: 10 } })
    const slow = await scene.join('all', { highWater: 1 })
    slow.sink.stall()
    for (const each of numbers(1, 50)) await scene.publish('a', each)
    slow.sink.read()
    await scene.clock.settle()
    const [one, gap, ...rest] = slow.sink.events
    expect(one?.data).toBe('1')
    expect(gap).toMatchObject({ type: 'gap', lastEventId: 'e-40' })
    const fields = { reason: 'trimmed', requested: 'e-1', resumedAfter: 'e-40', missed: 39 }
    expect(JSON.parse(gap?.data ?? '')).toEqual({ kind: 'gap', ...fields })
    expect(rest.map(({ data }) => data)).toEqual(numbers(41, 50))
  })

  it('of a quiet channel misses nothing while others are loud: no gap, no repeat', async () => {
    const scene = new Scene({ ringBytes: 100, memory: { maxEntries: 10 } })
    const quiet = await scene.join(['quiet'], { highWater: 1 })
    quiet.sink.stall()
    await scene.publish('quiet', '1')
    for (const each of numbers(1, 50)) await scene.publish('loud', each)
    quiet.sink.read()
    await scene.publish('quiet', '2')
    await scene.publish('quiet', '3')
    expect(dataOf(quiet)).toEqual(['1', '2', '3'])
    quiet.sink.stall()
    quiet.session.send({ data: 'own' })
    for (const each of numbers(1, 50)) await scene.publish('loud', each)
    await scene.publish('quiet', '4')
    quiet.sink.read()
    await scene.publish('quiet', '5')
    expect(dataOf(quiet)).toEqual(['1', '2', '3', 'own', '4', '5'])
  })

  it('costs one write past its high-water mark, whatever is published', async () => {
    for (const ringBytes of [1, 100_000, 10_000_000]) {
      const scene = new Scene({ ringBytes })
      const slow = await scene.join('all', { highWater: 1_000 })
      slow.sink.stall()
      for (let count = 0; count < 50; count += 1) await scene.publish('a', LARGE)
      expect(slow.sink.bufferedBytes).toBeLessThan(1_000 + MAX_WRITE)
      expect(slow.sink.faults).toEqual([])
    }
  })
})

describe('who is behind', () => {
  it.each([
    ['the ring', 10_000_000],
    ['the log', 1],
  ])('gets at most 64 KiB at once from %s', async (_, ringBytes) => {
    const scene = new Scene({ ringBytes })
    const slow = await scene.join('all', { highWater: 1 })
    slow.sink.stall()
    // Every line of data becomes seven bytes in its frame.
    for (const each of numbers(1, 40)) await scene.publish('a', each + '\n'.repeat(2_500))
    while (slow.sink.bufferedBytes > 0) {
      expect(slow.sink.bufferedBytes).toBeLessThanOrEqual(MAX_WRITE)
      slow.sink.readOnce()
      await scene.clock.settle()
    }
    expect(slow.sink.events.map(({ data }) => data.trim())).toEqual(numbers(1, 40))
    expect(slow.sink.faults).toEqual([])
  })

  it('shares its writes with who is at the same place', async () => {
    const scene = new Scene()
    const slow = [await scene.join('all', { highWater: 1 }), await scene.join('all', { highWater: 1 })]
    for (const { sink } of slow) sink.stall()
    for (const each of numbers(1, 9)) await scene.publish('a', each)
    for (const { sink } of slow) sink.read()
    const [one, two] = slow.map(({ sink }) => sink.writes.at(-1))
    expect(one).toBe(two)
  })
})

describe('a large turn', () => {
  it('reaches all who read, once and in order', async () => {
    const scene = new Scene()
    const clients = [await scene.join(), await scene.join(), await scene.join(['a', 'b']), await scene.join(['a'])]
    await scene.log.append(numbers(1, 20).map((data) => ({ channel: 'a', data: data.padEnd(9_000) })))
    await scene.clock.settle()
    for (const client of clients) {
      expect(dataOf(client).map((data) => data.trim())).toEqual(numbers(1, 20))
      expect(client.sink.faults).toEqual([])
    }
  })
})
