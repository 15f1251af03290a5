import { describe, expect, it } from 'vitest'
import { MemoryLog } from '../src/index.ts'
import { FlakyLog } from './flaky-log.ts'
import { dataOf, newClient, numbers, Scene, type Client } from './scene.ts'

/** A hub whose log answers reads only when it is released; its ring holds next to nothing. */
function heldScene(maxEntries = 1_000): { readonly log: FlakyLog; readonly scene: Scene } {
  const log = new FlakyLog(new MemoryLog({ epoch: 'e', maxEntries }))
  return { log, scene: new Scene({ log, ringBytes: 1 }) }
}

/** A client that has event 1, has fallen behind the ring, and for which the log is being read. */
async function fallen(scene: Scene, log: FlakyLog): Promise<Awaited<ReturnType<Scene['join']>>> {
  const client = await scene.join('all', { highWater: 1, maxBufferedBytes: 10 })
  client.sink.stall()
  for (const each of numbers(1, 5)) await scene.publish('a', each)
  log.hold('read')
  client.sink.read()
  await scene.clock.settle()
  expect(dataOf(client)).toEqual(['1'])
  return client
}

function seenBy({ sink }: Client): string[] {
  return sink.events.map(({ type, data }) => (type === 'gap' ? type : data))
}

describe('while the log is read', () => {
  it('the ring may pass the place that the answer ends at: nothing is left waiting', async () => {
    const { log, scene } = heldScene()
    await scene.join('all')
    log.hold('items')
    await scene.publish('a', ...numbers(1, 3))
    log.hold('read')
    const client = await scene.join('all', { lastEventId: 'e-2' })
    // The answer is made: 3, and that is all there is. Then the next read sees the end, and is held.
    log.release('read')
    log.hold('read')
    await scene.clock.settle()
    expect(dataOf(client)).toEqual(['3'])
    log.release('items')
    await scene.publish('a', '4')
    await scene.publish('a', '5')
    log.release('read')
    await scene.clock.settle()
    expect(dataOf(client)).toEqual(['3', '4', '5'])
  })

  it('the application may fill the buffer: the answer waits', async () => {
    const { log, scene } = heldScene()
    const { session, sink } = await fallen(scene, log)
    sink.stall()
    session.send({ data: 'own' })
    log.release('read')
    await scene.clock.settle()
    expect([session.reason, sink.bufferedBytes]).toEqual([undefined, 11])
    sink.read()
    await scene.clock.settle()
    expect(sink.events.map(({ data }) => data)).toEqual(['1', 'own', ...numbers(2, 5)])
  })

  it('the application may send what is more than maxBufferedBytes: the hub does not overflow on top of it', async () => {
    const { log, scene } = heldScene()
    await scene.publish('a', ...numbers(1, 5))
    log.hold('read')
    const { session, sink } = await scene.join('all', { start: { after: 'e-2' }, highWater: 1, maxBufferedBytes: 10 })
    sink.stall()
    session.send({ data: 'x'.repeat(100) })
    log.release('read')
    await scene.clock.settle()
    sink.read()
    await scene.clock.settle()
    expect(sink.events.map(({ data }) => data.length)).toEqual([100, 1, 1, 1])
  })

  it.each([
    ['entries', 1_000, numbers(1, 5)],
    ['a gap', 2, ['1', 'gap', '4', '5']],
  ])('a subscription may be closed: %s that come late are given to the next one only', async (_, maxEntries, all) => {
    const { log, scene } = heldScene(maxEntries)
    const client = await fallen(scene, log)
    client.subscription.close()
    const next = scene.hub.subscribe(client.session, 'all')
    log.release('read')
    await next
    await scene.clock.settle()
    expect(seenBy(client)).toEqual(all)
  })

  it('a subscription may be closed before its client was told a place: it is told none', async () => {
    const { log, scene } = heldScene()
    await scene.publish('a', ...numbers(1, 5))
    log.hold('read')
    const client = newClient()
    const subscription = await scene.hub.subscribe(client.session, 'all', { start: { after: 'e-2' } })
    await scene.clock.settle()
    subscription.close()
    log.release('read')
    await scene.clock.settle()
    expect(client.sink.text).toBe('retry: 1000\n\n')
  })
})
