import { describe, expect, it } from 'vitest'
import { Audiences } from '../src/audiences.ts'
import { Pump } from '../src/pump.ts'
import { Ring } from '../src/ring.ts'
import { Subscriber } from '../src/subscriber.ts'
import type { Entry, Mark, Position } from '../src/index.ts'
import { watcherOf } from '../src/observer.ts'
import { failing, newClient } from './scene.ts'
import { TestClock } from './test-clock.ts'

function mark(seq: number): Mark {
  return { seq, position: `e-${seq}` as Position }
}

function entry(seq: number, channel: string): Entry {
  return { ...mark(seq), channel, data: channel, time: 0 }
}

function fallen(): void {
  throw new Error('nobody falls behind here')
}

function parts(): { readonly pump: Pump; readonly audiences: Audiences; join(...channels: string[]): Subscriber } {
  const audiences = new Audiences(failing)
  const ring = new Ring(mark(0), 1_000, ({ data }) => data)
  const pump = new Pump({ ring, audiences, clock: new TestClock(), fallen })
  const join = (...channels: string[]): Subscriber => {
    const subscriber = new Subscriber(newClient().session, audiences.join({ channels }), mark(0), {
      slow: 'replay',
      watcher: watcherOf({}, failing),
      keeper: { pump, leave: (each) => pump.drop(each) },
    })
    pump.advance(subscriber)
    return subscriber
  }
  return { pump, audiences, join }
}

describe('a pump', () => {
  it('keeps up the place of who has everything, also for what others take', () => {
    const { pump, join } = parts()
    const one = join('a')
    pump.take([entry(1, 'a'), entry(2, 'b')])
    pump.flush()
    expect(pump.placeOf(one)).toEqual(mark(2))
    pump.take([entry(3, 'b')])
    pump.flush()
    expect(pump.placeOf(one)).toEqual(mark(3))
  })

  it('leaves who waits for the ring alone until the ring is there', () => {
    const { pump, join } = parts()
    const one = join('a')
    pump.drop(one)
    one.cursor = mark(2)
    pump.wait(one)
    // As when its sink drains: it has everything that the log has, and must not be read for again.
    pump.advance(one)
    pump.take([entry(1, 'a'), entry(2, 'a'), entry(3, 'a')])
    pump.flush()
    expect(pump.placeOf(one)).toEqual(mark(3))
  })

  it('forgets who is dropped', () => {
    const { pump, join } = parts()
    const [one, two] = [join('a'), join('a')]
    pump.take([entry(1, 'a')])
    pump.flush()
    pump.drop(one)
    pump.take([entry(2, 'a')])
    pump.flush()
    expect([pump.placeOf(one), pump.placeOf(two)]).toEqual([mark(1), mark(2)])
  })
})

describe('audiences', () => {
  it('are one for the same channels, whatever their order, and found by each of them', () => {
    const audiences = new Audiences(failing)
    const ab = audiences.join({ channels: ['a', 'b'] })
    expect(audiences.join({ channels: ['b', 'a', 'b'] })).toBe(ab)
    const all = audiences.join({ channels: 'all' })
    const named = audiences.join({ channels: ['all'] })
    expect(named).not.toBe(all)
    expect([...audiences.of(['a'])]).toEqual([all, ab])
    expect([...audiences.of(['all', 'b'])]).toEqual([all, named, ab])
    expect([...audiences.of(['c'])]).toEqual([all])
  })

  it('are forgotten when the last member leaves', () => {
    const audiences = new Audiences(failing)
    const ab = audiences.join({ channels: ['a', 'b'] })
    audiences.join({ channels: ['a', 'b'] })
    audiences.leave(ab)
    expect([...audiences.of(['a', 'b'])]).toEqual([ab])
    audiences.leave(ab)
    expect([...audiences.of(['a', 'b'])]).toEqual([])
    const all = audiences.join({ channels: 'all' })
    audiences.leave(all)
    expect([...audiences.of(['a'])]).toEqual([])
    expect(audiences.join({ channels: ['b', 'a'] })).not.toBe(ab)
  })
})
