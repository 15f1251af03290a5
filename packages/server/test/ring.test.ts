import { describe, expect, it } from 'vitest'
import { Batch, chunked } from '../src/batch.ts'
import { MAX_WRITE } from '../src/collect.ts'
import { Ring } from '../src/ring.ts'
import type { Entry, Mark, Position } from '../src/index.ts'
import { audienceOf } from './scene.ts'

const ALL = audienceOf('all')
const decoder = new TextDecoder()

function mark(seq: number): Mark {
  return { seq, position: `e-${seq}` as Position }
}

/** Entries whose channel is the first letter of the text, and whose frame is the text. */
function entries(from: number, ...texts: string[]): Entry[] {
  return texts.map((data, index) => ({ ...mark(from + index), channel: data[0] ?? '', data, time: 0 }))
}

function ring(budget: number = Infinity): Ring {
  return new Ring(mark(0), budget, ({ data }) => data)
}

function textOf(batch: Batch): string {
  return decoder.decode(batch.framed(undefined))
}

describe('a ring', () => {
  it('gives what follows a place, across segments and from within one', () => {
    const held = ring()
    held.add(entries(1, 'a1', 'a2'))
    held.add(entries(3, 'b3'))
    held.add(entries(4, 'a4', 'b5', 'a6'))
    const after = (seq: number): string => textOf(held.after(mark(seq), ALL))
    expect([0, 1, 2, 3, 4, 5, 6].map(after)).toEqual([
      'a1a2b3a4b5a6',
      'a2b3a4b5a6',
      'b3a4b5a6',
      'a4b5a6',
      'b5a6',
      'a6',
      '',
    ])
    expect(held.after(mark(0), ALL)).toMatchObject({ end: mark(6), last: mark(6) })
  })

  it('gives an audience its channels only, and the place behind what it skips', () => {
    const held = ring()
    held.add(entries(1, 'a1', 'b2', 'a3'))
    held.add(entries(4, 'b4', 'c5'))
    const batch = held.after(mark(0), audienceOf(['a', 'c']))
    expect([textOf(batch), batch.end, batch.last]).toEqual(['a1a3c5', mark(5), mark(5)])
    const onlyA = held.after(mark(0), audienceOf(['a']))
    expect([textOf(onlyA), onlyA.end, onlyA.last]).toEqual(['a1a3', mark(5), mark(3)])
    const nothing = held.after(mark(3), audienceOf(['a']))
    expect([nothing.length, nothing.end, nothing.last]).toEqual([0, mark(5), undefined])
  })

  it('gives those at one place with the same channels the very same bytes', () => {
    const held = ring()
    held.add(entries(1, 'a1', 'b2'))
    held.add(entries(3, 'a3'))
    const audience = audienceOf(['a'])
    for (const framing of [undefined, chunked]) {
      const bytes = held.after(mark(0), audience).framed(framing)
      expect(held.after(mark(0), audience).framed(framing)).toBe(bytes)
      expect(held.after(mark(1), audience).framed(framing)).not.toBe(bytes)
      expect(held.after(mark(0), audienceOf(['b'])).framed(framing)).not.toBe(bytes)
    }
    const before = held.after(mark(0), audience)
    held.add(entries(4, 'a4'))
    expect(textOf(held.after(mark(0), audience))).toBe('a1a3a4')
    expect(textOf(before)).toBe('a1a3')
  })

  it('copies nothing for who takes one whole segment', () => {
    const held = ring()
    const segment = held.add(entries(1, 'a1', 'a2'))
    expect(held.after(mark(0), ALL).framed(undefined)).toBe(segment.bytes)
    expect(held.after(mark(0), audienceOf(['a', 'x'])).framed(undefined)).toBe(segment.bytes)
  })

  it('keeps batches of many places apart, also when it forgets them', () => {
    const held = ring()
    for (let seq = 1; seq <= 200; seq += 1) held.add(entries(seq, `a${seq} `))
    for (const round of [1, 2]) {
      for (let seq = 150; seq < 200; seq += 1) {
        const expected = Array.from({ length: 200 - seq }, (_, index) => `a${seq + index + 1} `).join('')
        expect(textOf(held.after(mark(seq), ALL)), `round ${round}`).toBe(expected)
        expect(held.after(mark(seq), audienceOf(['b'])).length).toBe(0)
      }
    }
  })

  it('gives at most 64 KiB at once, whole frames, and one frame even if it is more', () => {
    const held = ring()
    const frame = `a${'x'.repeat(20_000)}`
    held.add(entries(1, frame, frame))
    held.add(entries(3, frame, frame, frame))
    held.add(entries(6, `a${'y'.repeat(MAX_WRITE)}`, 'a7'))
    const seen: [number, number][] = []
    for (let at = mark(0); at.seq < 7;) {
      const batch = held.after(at, ALL)
      at = batch.end
      seen.push([batch.length, at.seq])
    }
    expect(seen).toEqual([
      [60_003, 3],
      [40_002, 5],
      [MAX_WRITE + 1, 6],
      [2, 7],
    ])
  })

  it('gives exactly 64 KiB at once', () => {
    const held = ring()
    const half = `a${'x'.repeat(MAX_WRITE / 2 - 1)}`
    held.add(entries(1, half, half))
    held.add(entries(3, 'a'))
    expect(held.after(mark(0), ALL)).toMatchObject({ length: MAX_WRITE, end: mark(2) })
    expect(held.after(mark(0), audienceOf(['a', 'b']))).toMatchObject({ length: MAX_WRITE, end: mark(2) })
  })

  it('passes over what others take however much it is', () => {
    const held = ring()
    for (let seq = 1; seq <= 100; seq += 1) held.add(entries(seq, `b${'x'.repeat(5_000)}`))
    held.add(entries(101, 'a'))
    expect(textOf(held.after(mark(0), audienceOf(['a'])))).toBe('a')
  })

  it('keeps the newest segments within its budget, and the newest in any case', () => {
    // Two segments with four entries of 2 bytes: the frames, and what the ring counts for the rest.
    const held = ring(2 * 640 + 4 * 256 + 8)
    held.add(entries(1, 'a1', 'a2'))
    held.add(entries(3, 'a3', 'a4'))
    expect(held.floor).toEqual(mark(0))
    held.add(entries(5, 'a'))
    expect(held.floor).toEqual(mark(2))
    held.add(entries(6, `a${'x'.repeat(5_000)}`))
    expect([held.floor, held.head]).toEqual([mark(5), mark(6)])
  })

  it('counts more than frames: many small events do not outgrow its budget', () => {
    const held = ring(100_000)
    for (let seq = 1; seq <= 1_000; seq += 1) held.add(entries(seq, 'a'))
    expect(held.head.seq - held.floor.seq).toBe(Math.floor(100_000 / (1 + 640 + 256)))
  })

  it('knows the marks from its floor to its head, and no others', () => {
    const held = ring(4)
    expect([held.markOf('e-0'), held.markOf('e-1')]).toEqual([mark(0), undefined])
    held.add(entries(1, 'a1', 'a2'))
    held.add(entries(3, 'a3', 'a4'))
    const known = ['e-0', 'e-1', 'e-2', 'e-3', 'e-4', 'e-5', '', 'garbage'].filter((each) => held.markOf(each))
    expect(known).toEqual(['e-2', 'e-3', 'e-4'])
    held.restart({ seq: 9, position: 'f-9' as Position })
    expect([held.markOf('e-4'), held.markOf('e-2'), held.markOf('f-9')?.seq, held.head.seq]).toEqual([
      undefined,
      undefined,
      9,
      9,
    ])
  })

  it('encodes each entry once', () => {
    let encoded = 0
    const held = new Ring(mark(0), 100, () => {
      encoded += 1
      return '.'
    })
    held.add(entries(1, 'a', 'b', 'c'))
    for (const channels of [['a'], ['b', 'c'], ['a', 'b', 'c']]) held.after(mark(0), audienceOf(channels))
    expect(encoded).toBe(3)
  })
})

describe('chunked framing', () => {
  it.each([1, 15, 16, 255, 256, 65_536])('of %i bytes', (length) => {
    const bytes = new Uint8Array(length).fill(120)
    expect(decoder.decode(chunked(bytes))).toBe(`${length.toString(16)}\r\n${'x'.repeat(length)}\r\n`)
  })

  it('is made once for a batch', () => {
    const batch = new Batch(new Uint8Array(3), mark(1), mark(1))
    expect(batch.framed(chunked)).toBe(batch.framed(chunked))
    expect(batch.framed(undefined).length).toBe(3)
  })
})
