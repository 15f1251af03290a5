import fc from 'fast-check'
import { expect, it } from 'vitest'
import { EntryWindow } from '../src/entry-window.ts'
import type { Entry, Position } from '../src/index.ts'

function entry(seq: number): Entry {
  return { seq, position: `e-${seq}` as Position, channel: 'a', data: '', time: 0 }
}

it('is the end of all that was pushed, whatever was trimmed', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 200 })
  const limits = fc.record({ entries: fc.integer({ min: 1, max: 30 }), bytes: fc.integer({ min: 1, max: 100 }) })
  const page = fc.record({ limit: fc.integer({ min: 1, max: 40 }), maxBytes: fc.integer({ min: 1, max: 60 }) })
  fc.assert(
    fc.property(sizes, limits, page, (all, { entries, bytes }, { limit, maxBytes }) => {
      const window = new EntryWindow(entries, bytes)
      const kept: { readonly seq: number; readonly size: number }[] = []
      for (const [index, size] of all.entries()) {
        window.push(entry(index + 1), size)
        kept.push({ seq: index + 1, size })
        while (kept.length > 1 && (kept.length > entries || total(kept) > bytes)) kept.shift()
      }
      const floor = (kept[0]?.seq ?? 1) - 1
      expect([window.floorSeq, window.lastSeq]).toEqual([floor, all.length])
      for (let seq = floor; seq <= all.length; seq += 1) {
        const expected: { readonly seq: number; readonly size: number }[] = []
        for (const each of kept.filter((one) => one.seq > seq).slice(0, limit)) {
          if (expected.length > 0 && total(expected) + each.size > maxBytes) break
          expected.push(each)
        }
        expect(window.after(seq, limit, maxBytes).map((one) => one.seq)).toEqual(expected.map((one) => one.seq))
      }
    }),
  )
})

it('stays right and small while thousands go through it', () => {
  const window = new EntryWindow(10, 1_000)
  for (let seq = 1; seq <= 10_000; seq += 1) {
    window.push(entry(seq), 1)
    expect(window.after(seq - 1, 5, 100).map((one) => one.seq)).toEqual([seq])
  }
  expect(window.after(9_990, 100, 1_000).map((one) => one.seq)).toEqual(Array.from({ length: 10 }, (_, n) => 9_991 + n))
})

function total(kept: readonly { readonly size: number }[]): number {
  return kept.reduce((sum, { size }) => sum + size, 0)
}
