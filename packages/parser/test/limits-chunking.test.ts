import { parseReference } from '@eventwire/conformance'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chunkSizes, inChunks } from './chunkings.ts'
import { blocksOf } from './event-sizes.ts'
import { fastPathStream } from './fast-path-streams.ts'
import { bytesOf, outcomeOf, outcomeUnheard } from './outcome.ts'

/** Characters of one to four bytes. */
const WIDE = ['a', '\u00E9', '\u20AC', '\u{1F600}', '\uFFFD']

describe('the limit is exact in chunks of every size', () => {
  it('for each event of a stream, with those before it delivered, and none after', () => {
    const delta = fc.constantFrom(-1, 0, 1)
    fc.assert(
      fc.property(fastPathStream(), chunkSizes(), fc.nat(), delta, (stream, sizes, which, more) => {
        const blocks = blocksOf(stream)
        const maxEventBytes = Math.max(1, (blocks[which % blocks.length]?.size ?? 0) + more)
        const tooLarge = blocks.findIndex(({ size }) => size > maxEventBytes)
        const before = (tooLarge < 0 ? blocks : blocks.slice(0, tooLarge)).map(({ text }) => text).join('')
        const { events, lastEventId } = parseReference(bytesOf(before))
        const expected = { events, lastEventId, error: tooLarge < 0 ? undefined : 'event-too-large' }
        for (const chunks of [[stream], inChunks(stream, sizes), inChunks(bytesOf(stream), sizes)]) {
          expect(outcomeUnheard(chunks, { maxEventBytes })).toMatchObject(expected)
          expect(outcomeOf(chunks, { maxEventBytes })).toMatchObject(expected)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it.each(WIDE)(
    'for a line of %j, at every limit from as many bytes as characters to three times as many',
    (character) => {
      const text = character.repeat(40)
      const size = bytesOf(text).length
      for (const stream of [`data: ${text}`, `id: ${text}\n`, `data: ${text}\n\n`]) {
        for (let maxEventBytes = 38; maxEventBytes <= 166; maxEventBytes += 1) {
          const error = size > maxEventBytes ? 'event-too-large' : undefined
          for (const chunk of [1, 3, 31, 33, 1000]) {
            const where = `${stream}, ${maxEventBytes} B, chunks of ${chunk}`
            expect(outcomeUnheard(inChunks(bytesOf(stream), [chunk]), { maxEventBytes }).error, where).toBe(error)
            expect(outcomeUnheard(inChunks(stream, [chunk]), { maxEventBytes }).error, where).toBe(error)
          }
        }
      }
    },
  )

  it('at the byte that is one too many, also among those that are gathered', () => {
    for (const limit of [9, 30, 300, 1000, 3000]) {
      const sent = bytesOf(`data: ${'x'.repeat(limit)}`)
      for (const sizes of [[1], [2], [7], [31], [32], [1, 31, 33]]) {
        const chunks = inChunks(sent, sizes)
        expect(outcomeUnheard(chunks, { maxEventBytes: limit }).error).toBeUndefined()
        expect(outcomeUnheard([...chunks, bytesOf('y')], { maxEventBytes: limit }).error).toBe('event-too-large')
      }
    }
  })

  it('for an event in a chunk of complete ones, which are delivered if they come before', () => {
    const [small, large] = ['data: 12345678\n\n', 'data: 1234567\ndata: 9\n\n']
    const some = small.repeat(5)
    for (const [maxEventBytes, error, count] of [
      [9, undefined, 11],
      [8, 'event-too-large', 5],
      // Chunks of no more than a third of this, and of more.
      [3 * (some + large + some).length, undefined, 11],
      [3 * (some + large + some).length - 1, undefined, 11],
    ] as const) {
      const outcome = outcomeUnheard([some + large + some], { maxEventBytes })
      expect(outcome.error).toBe(error)
      expect(outcome.events).toHaveLength(count)
    }
  })
})

describe('a comment is heard if it is no longer than the limit', () => {
  it('in UTF-16 units, in chunks of every size, whatever the block holds besides', () => {
    const line = fc.record({
      start: fc.constantFrom(':', ': ', ':  '),
      length: fc.integer({ min: -4, max: 4 }),
      unit: fc.constantFrom('x', '\u4F60'),
      after: fc.constantFrom('', 'data: 1\n', '\n', 'id: 1\n\n', ':\n'),
    })
    const limits = fc.constantFrom(4, 8, 31, 300)
    fc.assert(
      fc.property(fc.array(line, { maxLength: 5 }), limits, chunkSizes(), (lines, maxEventBytes, sizes) => {
        const texts = lines.map(({ start, length, unit, after }) => {
          const value = start.slice(2) + unit.repeat(maxEventBytes + length)
          return { value, after, text: `${start.slice(0, 2)}${value}\n${after}` }
        })
        const stream = texts.map(({ text }) => text).join('')
        const comments = texts.flatMap(({ value, after }) => [
          ...(value.length <= maxEventBytes ? [value] : []),
          ...(after === ':\n' ? [''] : []),
        ])
        fc.pre(blocksOf(stream).every(({ size }) => size <= maxEventBytes))
        for (const chunks of [[stream], inChunks(stream, sizes), inChunks(bytesOf(stream), sizes)]) {
          expect(outcomeOf(chunks, { maxEventBytes })).toMatchObject({ comments, error: undefined })
        }
      }),
      { numRuns: 500 },
    )
  })
})
