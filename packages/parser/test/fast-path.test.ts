import { parseReference } from '@eventwire/conformance'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chunkSizes, inChunks, lent } from './chunkings.ts'
import { fastPathStream } from './fast-path-streams.ts'
import { bytesOf, cutAt, outcomeOf, outcomeUnheard, type Outcome } from './outcome.ts'

/** The plain path: each character on its own, so that every block is put together before it is read. */
function plainOutcome(stream: string): Outcome {
  return outcomeOf(stream.split(''))
}

function unheard({ events, lastEventId, reconnectionTime, error }: Outcome): Omit<Outcome, 'comments'> {
  return { events, lastEventId, reconnectionTime, error }
}

describe('the short cuts come to the same as the plain way', () => {
  it('and that is what the reference says, in one chunk, with a listener and without', () => {
    fc.assert(
      fc.property(fastPathStream(), (stream) => {
        const bytes = bytesOf(stream)
        const plain = plainOutcome(stream)
        expect(unheard(plain)).toEqual({ ...parseReference(bytes), error: undefined })
        expect(plain.comments).toEqual(commentsOf(stream))
        expect(outcomeOf([stream])).toEqual(plain)
        expect(outcomeOf([bytes])).toEqual(plain)
        expect(outcomeUnheard([stream])).toEqual(unheard(plain))
        expect(outcomeUnheard([bytes])).toEqual(unheard(plain))
      }),
      { numRuns: 800 },
    )
  })

  it('in chunks of every size that matters, in memory that is overwritten after each push', () => {
    const memory = new Uint8Array(4096)
    const shared = Buffer.alloc(4096)
    fc.assert(
      fc.property(fastPathStream(), chunkSizes(), (stream, sizes) => {
        const plain = plainOutcome(stream)
        const chunks = inChunks(bytesOf(stream), sizes)
        expect(outcomeOf(chunks)).toEqual(plain)
        expect(outcomeOf(lent(chunks, memory))).toEqual(plain)
        expect(outcomeUnheard(lent(chunks, shared))).toEqual(unheard(plain))
        expect(outcomeUnheard(inChunks(stream, sizes))).toEqual(unheard(plain))
      }),
      { numRuns: 800 },
    )
  })

  it.each([
    'id: 1\nevent: tick\ndata: a\n\ndata: b\n\n',
    'data: a\r\n\r\nretry: 5\r\nid: 2\r\ndata: b\r\n\r\ndata: c\n\n',
    'data: a\n\ndata: b\r\rdata: c\n\nretry: 7\n: c\nunknown\ndata: d\ndata\n\nid: \0\n\n',
    '\uFEFFdata: \u4F60\n\ndata:  two\n\n\n\r\n\r\r\n\ndata\n\nevent:\nid\n\ndata: e\r\n\r\nretry: 8\r',
  ])('with chunks that end at every pair of positions of %j', (stream) => {
    const plain = plainOutcome(stream)
    for (let first = 0; first <= stream.length; first += 1) {
      for (let second = first; second <= stream.length; second += 1) {
        expect(outcomeOf(cutAt(stream, [first, second])), `cut at ${first}, ${second}`).toEqual(plain)
      }
    }
  })

  it('where the limit leaves them out, or in', () => {
    fc.assert(
      fc.property(fastPathStream(), chunkSizes(), fc.constantFrom(8, 30, 90, 400, 4000), (stream, sizes, limit) => {
        const options = { maxEventBytes: limit }
        const plain = outcomeOf(stream.split(''), options)
        expect(outcomeOf([stream], options)).toEqual(plain)
        expect(outcomeOf(inChunks(bytesOf(stream), sizes), options)).toEqual(plain)
      }),
      { numRuns: 500 },
    )
  })
})

/** Every comment of a stream, less a leading space. */
function commentsOf(stream: string): string[] {
  const lines = stream.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)
  return lines
    .slice(0, -1)
    .filter((line) => line.startsWith(':'))
    .map((line) => line.replace(/^: ?/, ''))
}
