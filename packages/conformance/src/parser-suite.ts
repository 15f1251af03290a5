import { assertEqual, assertResolves } from './assert.ts'
import { chunksOf, endsOf, splitAt } from './chunking.ts'
import { parserLimitChecks } from './parser-limits.ts'
import { parseReference, type ParsedEvent, type ParsedStream } from './reference.ts'
import { optionsOf, parserVectors, type ParserVector } from './vectors.ts'
import type { ParserSubject } from './parser-subject.ts'
import type { Check, Suite } from './suite.ts'

/**
 * Judges a parser by the vectors: each of them whole, cut into two at every position and into chunks of 1, 2, 3 and 7
 * bytes; and each of them broken off after every byte, where an event that is complete must already be there, and one
 * that is not must never come. Then what `maxEventBytes` promises.
 */
export const parserSuite: Suite<ParserSubject> = [
  ...parserVectors.flatMap((vector) => [inOnePiece(vector), inChunks(vector), brokenOff(vector)]),
  ...parserLimitChecks,
]

function inOnePiece(vector: ParserVector): Check<ParserSubject> {
  return {
    name: vector.name,
    run: (subject) => expectParsed(subject, vector, [vector.bytes], 'in one chunk'),
  }
}

function inChunks(vector: ParserVector): Check<ParserSubject> {
  const { bytes } = vector
  return {
    name: `${vector.name}, in chunks`,
    async run(subject) {
      for (let position = 0; position < bytes.length; position += 1) {
        await expectParsed(subject, vector, splitAt(bytes, position), `cut before byte ${position}`)
      }
      for (const size of [1, 2, 3, 7]) {
        await expectParsed(subject, vector, chunksOf(bytes, size), `in chunks of ${size}`)
      }
      const withEmptyChunks = chunksOf(bytes, 1).flatMap((chunk) => [chunk, new Uint8Array()])
      await expectParsed(subject, vector, withEmptyChunks, 'in chunks of 1 with empty chunks between them')
    },
  }
}

function brokenOff(vector: ParserVector): Check<ParserSubject> {
  return {
    name: `${vector.name}, broken off`,
    async run(subject) {
      for (const position of endsOf(vector.bytes)) {
        const bytes = vector.bytes.slice(0, position)
        const expected = parseReference(bytes, optionsOf(vector))
        await expectParsed(subject, { ...vector, expected }, [bytes], `broken off before byte ${position}`)
      }
    },
  }
}

async function expectParsed(
  subject: ParserSubject,
  vector: ParserVector,
  chunks: readonly Uint8Array[],
  chunking: string,
): Promise<void> {
  const about = `"${vector.name}" (${vector.clause}), ${chunking}`
  const parsed = await assertResolves(() => subject.parse(chunks, optionsOf(vector)), about)
  const { lastEventId, reconnectionTime } = parsed
  const got: ParsedStream = { events: parsed.events.map(plain), lastEventId, reconnectionTime }
  assertEqual(got, vector.expected, about)
}

/** A subject's event may be an instance of anything, a MessageEvent too. */
function plain({ type, data, lastEventId }: ParsedEvent): ParsedEvent {
  return { type, data, lastEventId }
}
