import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EventStreamError, EventStreamParser } from '../src/index.ts'
import { blocksOf } from './event-sizes.ts'
import { bytesOf, cutAt, outcomeOf } from './outcome.ts'

/** Whether these bytes pass at exactly this limit, and fail at one byte less. */
function expectSize(stream: Uint8Array | string, size: number): void {
  const chunkings = [
    [stream],
    cutAt(
      stream,
      Array.from({ length: stream.length }, (_, index) => index),
    ),
  ]
  for (const chunks of chunkings) {
    expect(outcomeOf(chunks, { maxEventBytes: size }).error).toBeUndefined()
    expect(outcomeOf(chunks, { maxEventBytes: size - 1 }).error).toBe('event-too-large')
  }
}

describe('maxEventBytes is exact', () => {
  it.each([
    ['data: 12345678\n\n', 8],
    ['data:12345678', 8],
    ['data: 123\ndata: 567\n\n', 7],
    ['data: 123\ndata\ndata:\ndata', 5],
    ['event: 12\nid: 34\ndata: 56\n\n', 6],
    ['event: 12\nevent: 34\nid: 56\nid: 78\n\n', 8],
    ['id: \u00001\n', 2],
    ['event: \u20AC\u20AC\nevent: 12\ndata: \u20AC\n\n', 11],
    ['id: \u20AC\u20AC\nid: 12\nid: \u0000\u20AC\ndata: \u20AC\n\n', 15],
    ['retry: \u20AC\nretry: 1\ndata: \u20AC\n\n', 7],
    ['retry: 1234', 4],
    ['data: 12\n\ndata: 1234\n\ndata: 123\n\n', 4],
    ['event: 12\n\ndata: 34\n\n', 2],
    [': comment\nunknown: 12345\ndat\ndatadata\ndata: 12', 2],
  ])('%j takes %i', (stream, size) => {
    expectSize(bytesOf(stream), size)
    expectSize(stream, size)
  })

  it('counts bytes of UTF-8, also for strings', () => {
    const stream = 'data: a\u00E9\u20AC\u{1F600}\uFFFD\n\n'
    expectSize(bytesOf(stream), 1 + 2 + 3 + 4 + 3)
    expectSize(stream, 1 + 2 + 3 + 4 + 3)
    for (const character of ['\u007F', '\u0080', '\u07FF', '\u0800', '\uD7FF', '\uE000', '\uFFFF', '\u{10FFFF}']) {
      expectSize(bytesOf(`data: ${character}.`), bytesOf(character).length + 1)
    }
  })

  it('counts the U+FFFD of a byte that is not UTF-8', () => {
    expectSize(Uint8Array.from([...bytesOf('data:'), 0xff, ...bytesOf('\n\n')]), 3)
  })

  it('is 16 MiB by default', () => {
    const parser = new EventStreamParser()
    const mebibyte = 'x'.repeat(2 ** 20)
    parser.push('data:')
    for (let count = 0; count < 16; count += 1) parser.push(mebibyte)
    expect(() => parser.push('x')).toThrow(EventStreamError)
  })
})

describe('an event that is too large', () => {
  it('leaves what the same push had completed in the error, and closes the parser', () => {
    const parser = new EventStreamParser({ maxEventBytes: 4 })
    expect(parser.push('id: 1\ndata: a\n\n')).toHaveLength(1)
    let thrown: unknown
    try {
      parser.push('retry: 7\n\nid: 2\ndata: b\n\nid: 3\ndata: 56789\n\ndata: c\n\n')
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(EventStreamError)
    expect(thrown).toMatchObject({
      code: 'event-too-large',
      message: 'An event takes more than 4 bytes (maxEventBytes)',
      events: [{ type: 'message', data: 'b', lastEventId: '2' }],
    })
    expect(parser.lastEventId).toBe('2')
    expect(parser.reconnectionTime).toBe(7)
    expect(() => parser.push('\n')).toThrow(TypeError)
    expect(() => parser.push('\n')).toThrow(/closed/)
  })

  it('sets no reconnection time by the line that is too much', () => {
    for (const chunks of [['data: 1234\nretry: 10\n'], ['data: 1234\n', 'retry: ', '10', '\n']]) {
      expect(outcomeOf(chunks, { maxEventBytes: 5 })).toMatchObject({
        reconnectionTime: undefined,
        error: 'event-too-large',
      })
    }
  })

  it('is refused while its line has no end, also by a type or an id', () => {
    for (const field of ['data', 'event', 'id', 'retry']) {
      const parser = new EventStreamParser({ maxEventBytes: 4 })
      expect(parser.push(`${field}: 1234`)).toEqual([])
      expect(() => parser.push('5'), field).toThrow(EventStreamError)
    }
  })

  it('has the same verdict, by the rule as documented, for every chunking', () => {
    const part = fc.constantFrom('data', 'event', 'id', 'retry', 'x', ':', ' ', '\n', '\r', '\n\n', '12345', 'data: ')
    const cuts = fc.array(fc.nat(), { maxLength: 10 })
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), cuts, fc.integer({ min: 1, max: 24 }), (parts, cuts, limit) => {
        const stream = parts.join('')
        const largest = Math.max(...blocksOf(stream).map(({ size }) => size))
        const options = { maxEventBytes: limit }
        const whole = outcomeOf([stream], options)
        expect(whole.error).toBe(largest > limit ? 'event-too-large' : undefined)
        const positions = cuts.map((cut) => cut % (stream.length + 1))
        expect(outcomeOf(cutAt(stream, positions), options)).toEqual(whole)
        expect(outcomeOf(cutAt(bytesOf(stream), positions), options)).toEqual(whole)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('what is not kept does not count', () => {
  it('lets comments and unknown fields of any length pass', () => {
    const parser = new EventStreamParser({ maxEventBytes: 1 })
    for (const start of [':', 'unknown:', 'unknown', 'dat:', 'dataa:', ' data:', '\uFEFFdata:']) {
      expect(parser.push(start)).toEqual([])
      for (let count = 0; count < 100; count += 1) parser.push('x'.repeat(100))
      expect(parser.push('\ndata:1\n\n')).toHaveLength(1)
    }
  })

  it('leaves a comment out that is longer than the limit, and counts none with an event', () => {
    const chunks = ['data: 12\n:1234\n: 5678\n:12345\n:', '1234', '5\n: ', '\n:', ' 1234\ndata: 4\n\n']
    expect(outcomeOf(chunks, { maxEventBytes: 4 })).toMatchObject({
      events: [{ data: '12\n4' }],
      comments: ['1234', '5678', '', '1234'],
      error: undefined,
    })
  })
})
