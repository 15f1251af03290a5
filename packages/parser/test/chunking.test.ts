import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesOf, cutAt, outcomeOf } from './outcome.ts'
import { STREAMS } from './streams.ts'

describe('any chunking gives the same events', () => {
  it.each(STREAMS)('every single cut of %j', (stream) => {
    const expected = outcomeOf([stream])
    for (const whole of [stream, bytesOf(stream)]) {
      expect(outcomeOf([whole])).toEqual(expected)
      for (let position = 0; position <= whole.length; position += 1) {
        expect(outcomeOf(cutAt(whole, [position])), `cut at ${position}`).toEqual(expected)
      }
      expect(
        outcomeOf(
          cutAt(
            whole,
            [...whole].map((_, index) => index),
          ),
        ),
      ).toEqual(expected)
    }
  })

  it('every pair of cuts where it matters most', () => {
    const stream = '\uFEFFid:1\r\nid:\u{1F600}\r\ndata:\u00E9\r\rdata\n\r\n'
    const expected = outcomeOf([stream])
    const whole = bytesOf(stream)
    for (let first = 0; first <= whole.length; first += 1) {
      for (let second = first; second <= whole.length; second += 1) {
        expect(outcomeOf(cutAt(whole, [first, second])), `cut at ${first}, ${second}`).toEqual(expected)
      }
    }
  })

  it('random cuts of long streams, as bytes, strings and both', () => {
    const streams = fc.array(fc.constantFrom(...STREAMS, 'data: x\n', '\n', '\r', '\u{1F600}', 'id: y'.repeat(99)), {
      minLength: 10,
      maxLength: 60,
    })
    const cuts = fc.array(fc.nat(), { maxLength: 300 })
    fc.assert(
      fc.property(streams, cuts, fc.func(fc.boolean()), (parts, cuts, asText) => {
        const stream = parts.join('')
        const expected = outcomeOf([stream])
        for (const whole of [stream, bytesOf(stream)]) {
          const positions = cuts.map((cut) => cut % (whole.length + 1))
          expect(outcomeOf(cutAt(whole, positions))).toEqual(expected)
        }
        const mixed = parts.map((part, index) => (asText(index) ? part : bytesOf(part)))
        expect(outcomeOf(mixed)).toEqual(expected)
      }),
    )
  })

  it('random cuts of what is not UTF-8', () => {
    const junk = fc.oneof(
      fc.constantFrom([0xff], [0xc3], [0xe2, 0x82], [0xf0, 0x9f, 0x98], [0xed, 0xa0, 0x80], [0xf4, 0x90], [0xc0, 0x80]),
      fc.constantFrom([0x80], [0xef, 0xbb, 0xbf], [0xf0, 0x9f, 0x98, 0x80], [0xe0, 0x80, 0x80], [0xf5, 0x80]),
      fc.constantFrom('data:', 'id:', '\n', '\r', 'a').map((text) => [...bytesOf(text)]),
    )
    const cuts = fc.array(fc.nat(), { maxLength: 20 })
    fc.assert(
      fc.property(fc.array(junk, { maxLength: 30 }), cuts, fc.integer({ min: 1, max: 40 }), (parts, cuts, limit) => {
        const whole = Uint8Array.from([...parts.flat(), ...bytesOf('\ndata: end\n\n')])
        const positions = cuts.map((cut) => cut % (whole.length + 1))
        expect(outcomeOf(cutAt(whole, positions))).toEqual(outcomeOf([whole]))
        const options = { maxEventBytes: limit }
        expect(outcomeOf(cutAt(whole, positions), options)).toEqual(outcomeOf([whole], options))
        expect(outcomeOf([whole])).toEqual(outcomeOf([new TextDecoder('utf-8', { ignoreBOM: true }).decode(whole)]))
      }),
      { numRuns: 500 },
    )
  })
})
