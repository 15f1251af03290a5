import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LineReader } from '../src/lines.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

function read(chunks: readonly Uint8Array[]): string[] {
  const reader = new LineReader()
  return [...chunks.flatMap((chunk) => reader.push(chunk)), ...reader.end()]
}

describe('LineReader', () => {
  it('gives a line once it is finished, and what is left at the end', () => {
    const reader = new LineReader()
    expect(reader.push(bytes('one\ntw'))).toEqual(['one'])
    expect(reader.push(bytes('o\r\n\nthree'))).toEqual(['two', ''])
    expect(reader.end()).toEqual(['three'])
    expect(reader.end()).toEqual([])
  })

  it('gives the same lines however the bytes are cut, in the midst of characters too', () => {
    const text = 'plain\r\nžluťoučký kůň\n\n日本語 🦄👩‍🚀\nlast'
    const whole = bytes(text)
    const expected = text.split(/\r?\n/)
    fc.assert(
      fc.property(fc.array(fc.nat(whole.length), { maxLength: 20 }), (cuts) => {
        const edges = [0, ...cuts.toSorted((a, b) => a - b), whole.length]
        const chunks = edges.slice(1).map((edge, index) => whole.subarray(edges[index], edge))
        expect(read(chunks)).toEqual(expected)
      }),
    )
  })

  it('keeps a line bounded: what is longer goes on as another, and no character is broken', () => {
    const lines = read([bytes('🦄'.repeat(5_000)), bytes('\nnext')])
    expect(lines.map((line) => [...line].length)).toEqual([4_096, 904, 4])
    expect(lines.slice(0, 2).join('')).toBe('🦄'.repeat(5_000))
  })

  it('replaces bytes that are no UTF-8', () => {
    expect(read([Uint8Array.of(0x61, 0xff, 0x62, 0x0a, 0xe2, 0x82)])).toEqual(['a\ufffdb', '\ufffd'])
  })
})
