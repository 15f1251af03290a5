import fc from 'fast-check'
import { expect, it } from 'vitest'
import { MAX_WRITE } from '../src/collect.ts'
import { Ring } from '../src/ring.ts'
import type { Entry, Mark, Position } from '../src/index.ts'
import { audienceOf } from './scene.ts'

const CHANNELS = ['a', 'b', 'c', 'd']
const AUDIENCES = [['a'], ['d', 'b'], ['a', 'b', 'c'], ['x'], ['a', 'b', 'c', 'd', 'x']].map((each) => audienceOf(each))
const ALL = audienceOf('all')
/** Bytes that an entry takes in the ring besides its frame, and a segment. */
const [ENTRY, SEGMENT] = [256, 640]
const decoder = new TextDecoder()

function mark(seq: number): Mark {
  return { seq, position: `e-${seq}` as Position }
}

function bytesOf(segment: readonly Entry[]): number {
  return segment.reduce((sum, { data }) => sum + data.length + ENTRY, SEGMENT)
}

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ add: fc.array(fc.constantFrom(...CHANNELS), { minLength: 1, maxLength: 6 }) }) },
  { weight: 2, arbitrary: fc.record({ find: fc.nat(40) }) },
  { weight: 1, arbitrary: fc.record({ restart: fc.constant(true) }) },
)

it('knows every place from its floor on, and gives each audience what follows it, whenever it is asked', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.integer({ min: 1, max: 12_000 }), (steps, budget) => {
      const ring = new Ring(mark(0), budget, ({ data }) => data)
      let segments: Entry[][] = []
      let head = 0
      const floorOf = (): number => (segments[0]?.[0]?.seq ?? head + 1) - 1
      for (const each of steps) {
        if ('add' in each) {
          const entries = each.add.map((channel, index): Entry => {
            const seq = head + index + 1
            return { ...mark(seq), channel, data: `${channel}${seq};`, time: 0 }
          })
          head += entries.length
          ring.add(entries)
          segments.push(entries)
          while (segments.length > 1 && segments.reduce((sum, one) => sum + bytesOf(one), 0) > budget) segments.shift()
        } else if ('find' in each) {
          const seq = head - each.find
          expect(ring.markOf(`e-${seq}`)).toEqual(seq >= floorOf() && seq <= head ? mark(seq) : undefined)
        } else {
          head += 5
          segments = []
          ring.restart(mark(head))
        }
        expect([ring.floor, ring.head]).toEqual([mark(floorOf()), mark(head)])
      }
      for (let seq = Math.max(floorOf() - 9, 0); seq <= head + 1; seq += 1) {
        expect(ring.markOf(`e-${seq}`)).toEqual(seq >= floorOf() && seq <= head ? mark(seq) : undefined)
      }
      const all = segments.flat()
      for (const audience of [ALL, ...AUDIENCES]) {
        for (let seq = floorOf(); seq <= head; seq += 1) {
          const wanted = all.filter((entry) => entry.seq > seq && audience.takes(entry))
          const batch = ring.after(mark(seq), audience)
          expect(decoder.decode(batch.framed(undefined))).toBe(wanted.map(({ data }) => data).join(''))
          expect([batch.end, batch.last?.seq]).toEqual([mark(head), wanted.at(-1)?.seq])
        }
      }
    }),
  )
})

it('stops before what is too much for one write, at the place before it', () => {
  const sizes = fc.array(
    fc.record({ channel: fc.constantFrom('a', 'b'), size: fc.integer({ min: 1, max: MAX_WRITE }) }),
    { minLength: 1, maxLength: 8 },
  )
  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: 4 }), (all, perSegment) => {
      const ring = new Ring(mark(0), Infinity, ({ data }) => data)
      const entries = all.map(({ channel, size }, index): Entry => {
        return { ...mark(index + 1), channel, data: 'x'.repeat(size), time: 0 }
      })
      for (let at = 0; at < entries.length; at += perSegment) ring.add(entries.slice(at, at + perSegment))
      const audience = audienceOf(['a'])
      let place = mark(0)
      const got: number[] = []
      while (place.seq < entries.length) {
        const batch = ring.after(place, audience)
        const given = entries.filter(({ seq, channel }) => seq > place.seq && seq <= batch.end.seq && channel === 'a')
        expect(batch.length).toBe(given.reduce((sum, { data }) => sum + data.length, 0))
        expect(batch.length <= MAX_WRITE || given.length === 1).toBe(true)
        expect(batch.end.seq).toBeGreaterThan(place.seq)
        got.push(...given.map(({ seq }) => seq))
        place = batch.end
      }
      expect(got).toEqual(entries.filter(({ channel }) => channel === 'a').map(({ seq }) => seq))
    }),
  )
})
