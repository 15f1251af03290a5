import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byteStream, chunked, fieldStream, hostileString, mutatedStream, validEvent } from '../src/arbitraries.ts'
import { parseReference } from '../src/index.ts'
import { flawedEncoder } from './flawed-encoder.ts'
import { flawedParser } from './flawed-parser.ts'
import { joined } from './subjects.ts'

describe.each([
  ['byteStream', byteStream()],
  ['fieldStream', fieldStream()],
  ['mutatedStream', mutatedStream()],
])('%s', (_name, streams) => {
  it('cut into chunks is itself, and a sound parser agrees with the reference on it', async () => {
    const parser = flawedParser()
    const property = fc.asyncProperty(chunked(streams), async ({ bytes, chunks }) => {
      expect(joined(chunks)).toEqual(bytes)
      expect(await parser.parse(chunks, {})).toEqual(parseReference(bytes))
    })
    await fc.assert(property, { numRuns: 500 })
  })

  it('holds streams with several events', () => {
    const samples = fc.sample(streams, 500)
    expect(samples.some((bytes) => parseReference(bytes).events.length > 1)).toBe(true)
  })
})

describe('events', () => {
  it('validEvent is taken by a sound encoder', () => {
    const encoder = flawedEncoder()
    const property = fc.property(validEvent(), (event) => {
      expect(encoder.encode(event)).toMatch(/\n\n$/)
    })
    fc.assert(property)
  })

  it('hostileString holds each line end, controls and lone surrogates', () => {
    const samples = fc.sample(hostileString(), 500)
    for (const telling of ['\n', '\r', '\r\n', '\0', '\uFEFF', '\uD800', '\u2028', 'data: ']) {
      expect(samples.some((sample) => sample.includes(telling))).toBe(true)
    }
  })
})
