import { expect, it } from 'vitest'
import { Audiences } from '../src/audiences.ts'
import { MemoryLog, type Entry, type Mark, type Position } from '../src/index.ts'
import { Pump } from '../src/pump.ts'
import { replay } from '../src/replay.ts'
import { Ring } from '../src/ring.ts'
import { Subscriber } from '../src/subscriber.ts'
import { watcherOf } from '../src/observer.ts'
import { failing, newClient } from './scene.ts'
import { TestClock } from './test-clock.ts'

const START: Mark = { seq: 0, position: 'other-0' as Position }

it('a subscription that is closed while the log is read does not wait for the ring', async () => {
  const audiences = new Audiences(failing)
  const ring = new Ring(START, 1_000, frameOf)
  const pump = new Pump({ ring, audiences, clock: new TestClock(), fallen: () => undefined })
  const waiting: Subscriber[] = []
  pump.wait = (subscriber) => void waiting.push(subscriber)
  const log = new MemoryLog({ epoch: 'e' })
  const head = await log.bounds()
  const give = async (closing: boolean): Promise<Subscriber> => {
    const subscriber = new Subscriber(newClient().session, audiences.join({ channels: 'all' }), head.head, {
      slow: 'replay',
      watcher: watcherOf({}, failing),
      keeper: { pump, leave: (each) => pump.drop(each) },
    })
    const read = async <T>(attempt: () => Promise<T>): Promise<T> => {
      const page = await attempt()
      if (closing) subscriber.close()
      return page
    }
    await replay(subscriber, { log, ring, pump, frameOf, retry: read, gapType: 'gap', snapshot: undefined })
    return subscriber
  }
  const open = await give(false)
  await give(true)
  expect(waiting).toEqual([open])
})

function frameOf(entry: Entry): string {
  return entry.data
}
