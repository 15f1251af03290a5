import { parseReference } from '@eventwire/conformance'
import { anyEvent, hostileString, validEvent } from '@eventwire/conformance/arbitraries'
import * as fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { encode, FrameEncoder, type ServerSentEventInit } from '../src/index.ts'

const utf8 = new TextEncoder()

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('FrameEncoder', () => {
  it('gives the bytes of encode()', () => {
    const property = fc.property(fc.array(validEvent(), { maxLength: 20 }), (events) => {
      const encoder = new FrameEncoder()
      const frames = events.map((event) => encoder.encode(event))
      expect(frames).toEqual(events.map((event) => utf8.encode(encode(event))))
    })
    fc.assert(property)
  })

  it('answers with the frame or the error of encode(), whatever it is given', () => {
    const encoder = new FrameEncoder()
    const text = fc.oneof(hostileString(), fc.string({ unit: 'binary-ascii', maxLength: 80 }), fc.string())
    const simple = fc.record({ data: text, id: text }, { requiredKeys: ['data'] })
    const property = fc.property(fc.oneof(simple, anyEvent()), (event) => {
      const asText = outcome(() => utf8.encode(encode(event as ServerSentEventInit)))
      expect(outcome(() => encoder.encode(event as ServerSentEventInit))).toEqual(asText)
    })
    fc.assert(property, { numRuns: 3000 })
  })

  it.each(['\n', '\r', '\r\n', '\0', '\t', '\u007F', '\u0080', '\u4F60', '\u{1F600}', '\uD800', ' '])(
    'takes %j anywhere in data of any length, and so in an id or not at all',
    (character) => {
      const encoder = new FrameEncoder()
      for (let length = 0; length <= 70; length += 1) {
        for (const at of [0, length >> 1, length]) {
          const text = 'x'.repeat(at) + character + 'x'.repeat(length - at)
          for (const event of [{ data: text }, { id: text, data: 'x' }, { id: 'x', data: text }]) {
            expect(outcome(() => encoder.encode(event))).toEqual(outcome(() => utf8.encode(encode(event))))
          }
        }
      }
    },
  )

  it('keeps frames of every size apart, across slabs', () => {
    const length = fc.oneof(fc.nat({ max: 40 }), fc.nat({ max: 3000 }), fc.nat({ max: 9000 }))
    const data = fc.tuple(fc.constantFrom('x', '\u4F60', '\u{1F600}', 'x\n', '\r'), length).map(([text, times]) => {
      return text.repeat(times)
    })
    const property = fc.property(fc.array(data, { minLength: 10, maxLength: 40 }), (all) => {
      const encoder = new FrameEncoder()
      const frames = all.map((data, index) => encoder.encode({ id: `${index}`, data }))
      const read = parseReference(Uint8Array.from(frames.flatMap((frame) => [...frame]))).events
      expect(read).toEqual(
        all.map((data, index) => ({
          type: 'message',
          data: data.replaceAll('\r', '\n'),
          lastEventId: `${index}`,
        })),
      )
    })
    fc.assert(property, { numRuns: 30 })
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

  it('gives every frame a buffer of its own on Bun, with the same bytes', () => {
    vi.stubGlobal('Bun', {})
    const encoder = new FrameEncoder()
    const events = [{ data: 'a' }, { id: '1', data: 'b' }, { type: 't', data: 'c\nd' }]
    const frames = events.map((event) => encoder.encode(event))
    expect(frames).toEqual(events.map((event) => utf8.encode(encode(event))))
    expect(new Set(frames.map((frame) => frame.buffer)).size).toBe(events.length)
  })
})

function outcome(act: () => Uint8Array): { readonly bytes: Uint8Array } | { readonly error: string } {
  try {
    return { bytes: act() }
  } catch (error) {
    return { error: String(error) }
  }
}
