import { validEvent } from '@eventwire/conformance/arbitraries'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encode, FrameEncoder, type ServerSentEventInit } from '../src/index.ts'

const utf8 = new TextEncoder()

describe('FrameEncoder', () => {
  it('gives the bytes of encode()', () => {
    const property = fc.property(fc.array(validEvent(), { maxLength: 20 }), (events) => {
      const encoder = new FrameEncoder()
      const frames = events.map((event) => encoder.encode(event))
      expect(frames).toEqual(events.map((event) => utf8.encode(encode(event))))
    })
    fc.assert(property)
  })

  it('never overwrites a frame, across many slabs and every size', () => {
    const encoder = new FrameEncoder()
    const events = Array.from({ length: 3000 }, (_, index): ServerSentEventInit => {
      return { id: `${index}`, data: '\u4F60x'.repeat((index * 37) % 400) }
    })
    const frames = events.map((event) => encoder.encode(event))
    expect(frames.map((frame) => new TextDecoder().decode(frame))).toEqual(events.map(encode))
  })

  it.each([5400, 5450, 5461, 5462, 16_384, 100_000])('takes %d wide characters', (length) => {
    const event = { data: '\u4F60'.repeat(length) }
    const encoder = new FrameEncoder()
    for (let round = 0; round < 3; round += 1) expect(encoder.encode(event)).toEqual(utf8.encode(encode(event)))
  })

  it('makes small frames share a buffer, and big ones not', () => {
    const encoder = new FrameEncoder()
    const [first, second] = [encoder.encode({ data: 'a' }), encoder.encode({ data: 'b' })]
    expect(second.buffer).toBe(first.buffer)
    expect(second.byteOffset).toBe(first.byteOffset + first.byteLength)

    const big = encoder.encode({ data: 'x'.repeat(20_000) })
    expect(big.buffer.byteLength).toBe(big.byteLength)
  })

  it('goes on after a refusal, and loses nothing', () => {
    const encoder = new FrameEncoder()
    const before = encoder.encode({ data: 'before' })
    expect(() => encoder.encode({ id: '\0' })).toThrow(TypeError)
    const after = encoder.encode({ data: 'after' })
    expect(new TextDecoder().decode(before)).toBe('data: before\n\n')
    expect(new TextDecoder().decode(after)).toBe('data: after\n\n')
  })

  it('goes on in a new buffer if somebody detached the old one', () => {
    const encoder = new FrameEncoder()
    const frame = encoder.encode({ data: 'a' })
    structuredClone(frame, { transfer: [frame.buffer] })
    expect(new TextDecoder().decode(encoder.encode({ data: 'b' }))).toBe('data: b\n\n')
  })
})
