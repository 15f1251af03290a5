import {
  parseReference,
  parserSuite,
  parserVectors,
  unsupportedReason,
  type ParserSubject,
} from '@eventwire/conformance'
import { byteStream, chunked, fieldStream, mutatedStream } from '@eventwire/conformance/arbitraries'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EventStreamParser, EventStreamDecoderStream, parseEventStream } from '../src/index.ts'

const push: ParserSubject = {
  parse(chunks, options) {
    const parser = new EventStreamParser(options)
    const events = chunks.flatMap((chunk) => parser.push(chunk))
    return { events, lastEventId: parser.lastEventId, reconnectionTime: parser.reconnectionTime }
  },
}

const piped: ParserSubject = {
  async parse(chunks, options) {
    const parser = new EventStreamParser(options)
    const events = await all(streamOf(chunks).pipeThrough(new EventStreamDecoderStream(parser)))
    return { events, lastEventId: parser.lastEventId, reconnectionTime: parser.reconnectionTime }
  },
}

const iterated: ParserSubject = {
  async parse(chunks, options) {
    const parser = new EventStreamParser(options)
    const events = await all(parseEventStream(streamOf(chunks), parser))
    return { events, lastEventId: parser.lastEventId, reconnectionTime: parser.reconnectionTime }
  },
}

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = []
  for await (const item of source) items.push(item)
  return items
}

function streamOf(chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  const rest = [...chunks]
  return new ReadableStream({
    pull(controller) {
      const chunk = rest.shift()
      if (chunk === undefined) controller.close()
      else controller.enqueue(chunk)
    },
  })
}

describe('EventStreamParser passes the suite', () => {
  for (const check of parserSuite) {
    const reason = unsupportedReason(push, check)
    if (reason === undefined) it(check.name, () => check.run(push))
    else it.skip(`${check.name} (${reason})`)
  }
})

describe.each([
  ['parseEventStream', iterated],
  ['EventStreamDecoderStream', piped],
])('%s', (_, subject) => {
  it.each(parserVectors.map((vector) => [vector.name, vector] as const))('%s', async (_name, { bytes, ...vector }) => {
    const options = vector.lastEventId === undefined ? {} : { lastEventId: vector.lastEventId }
    const half = bytes.length >> 1
    expect(await subject.parse([bytes.slice(0, half), bytes.slice(half)], options)).toEqual(vector.expected)
  })
})

describe('EventStreamParser agrees with the reference, for every chunking', () => {
  it.each([
    ['arbitrary bytes', byteStream()],
    ['field-shaped text', fieldStream()],
    ['mutated real streams', mutatedStream()],
  ])('on %s', async (_, streams) => {
    await fc.assert(
      fc.asyncProperty(chunked(streams), fc.constantFrom({}, { lastEventId: '41' }), async (stream, options) => {
        const expected = parseReference(stream.bytes, options)
        expect(await push.parse(stream.chunks, options)).toEqual(expected)
        expect(await push.parse([stream.bytes], options)).toEqual(expected)
      }),
      { numRuns: 1000 },
    )
  })
})
