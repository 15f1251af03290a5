import { assertEqual, assertResolves } from './assert.ts'
import { chunksOf, endsOf } from './chunking.ts'
import { parseReference, type ParsedEvent } from './reference.ts'
import { optionsOf, parserVectors, type ParserVector } from './vectors.ts'
import type { Awaitable, Check, Suite, Supports } from './suite.ts'

/** A parser that gives its events while the stream goes on, for {@link dispatchSuite}. */
export interface DispatchSubject extends Supports {
  /** A new parser. */
  open(options: { readonly lastEventId?: string }): {
    /** Takes a chunk, and answers the events that came of it before there was another. */
    push(chunk: Uint8Array): Awaitable<readonly ParsedEvent[]>
  }
}

/**
 * Judges when events come: each with the chunk that completes it, not with the next one and not with the end of the
 * stream. A line is complete at its CR, also where that is the last byte of a chunk and an LF may follow. Every vector
 * is pushed up to each position in one chunk, and byte by byte.
 *
 * Apart from `parserSuite`, since it asks what an implementation that reads a whole stream cannot tell.
 */
export const dispatchSuite: Suite<DispatchSubject> = parserVectors.flatMap((vector) => [
  upToEachByte(vector),
  byteByByte(vector),
])

function upToEachByte(vector: ParserVector): Check<DispatchSubject> {
  const { bytes } = vector
  return {
    name: `${vector.name}, at the end of a chunk`,
    async run(subject) {
      for (const end of [...endsOf(bytes), bytes.length]) {
        const chunk = bytes.slice(0, end)
        const { events } = parseReference(chunk, optionsOf(vector))
        await expectPushed(subject, vector, [chunk], [events], `in one chunk up to byte ${end}`)
      }
    },
  }
}

function byteByByte(vector: ParserVector): Check<DispatchSubject> {
  const { bytes } = vector
  return {
    name: `${vector.name}, byte by byte`,
    async run(subject) {
      const expected = eventsByByte(vector)
      await expectPushed(subject, vector, chunksOf(bytes, 1), expected, 'byte by byte')
    },
  }
}

/** Which events each byte completes. Only a byte that ends a line can complete one. */
function eventsByByte(vector: ParserVector): readonly (readonly ParsedEvent[])[] {
  let before = 0
  return Array.from(vector.bytes, (byte, index) => {
    if (byte !== 0x0a && byte !== 0x0d) return []
    const { events } = parseReference(vector.bytes.slice(0, index + 1), optionsOf(vector))
    const completed = events.slice(before)
    before = events.length
    return completed
  })
}

async function expectPushed(
  subject: DispatchSubject,
  vector: ParserVector,
  chunks: readonly Uint8Array[],
  expected: readonly (readonly ParsedEvent[])[],
  chunking: string,
): Promise<void> {
  const parser = subject.open(optionsOf(vector))
  for (const [index, chunk] of chunks.entries()) {
    const about = `"${vector.name}" (${vector.clause}), ${chunking}, after chunk ${index + 1}`
    const events = await assertResolves(() => parser.push(chunk), about)
    const got = events.map(({ type, data, lastEventId }) => ({ type, data, lastEventId }))
    assertEqual(got, expected[index], about)
  }
}
