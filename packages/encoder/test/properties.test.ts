import { canonical, parseReference, type EventInit, type ParsedStream } from '@eventwire/conformance'
import { anyEvent, hostileString, validEvent } from '@eventwire/conformance/arbitraries'
import { EventStreamParser } from '@eventwire/parser'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeComment } from '../src/index.ts'
import { subjects } from './subjects.ts'

const BEFORE = 'the id before'

describe.each(subjects)('%s', (_name, subject) => {
  it('either throws, or a reader sees the one event that was asked for and nothing else', async () => {
    const property = fc.asyncProperty(anyEvent(), async (event) => {
      const bytes = await bytesOrRefusal(() => subject.encode(event as EventInit))
      if (bytes !== undefined) expect(read(bytes)).toEqual(asked(event as EventInit))
    })
    await fc.assert(property, { numRuns: 1000 })
  })

  it('takes every valid event, and parse(encode(x)) = canonical(x)', async () => {
    const property = fc.asyncProperty(validEvent(), async (event) => {
      const bytes = utf8(await subject.encode(event))
      expect(read(bytes)).toEqual(asked(event))

      const parser = new EventStreamParser({ lastEventId: BEFORE })
      const events = parser.push(bytes)
      const { lastEventId, reconnectionTime } = parser
      expect({ events, lastEventId, reconnectionTime }).toEqual(asked(event))
    })
    await fc.assert(property, { numRuns: 1000 })
  })

  it('keeps frames apart: any valid events in a row arrive one by one', async () => {
    const property = fc.asyncProperty(fc.array(validEvent(), { maxLength: 6 }), async (events) => {
      const frames: number[] = []
      for (const event of events) frames.push(...utf8(await subject.encode(event)), ...utf8(encodeComment(event.data)))

      let lastEventId = BEFORE
      const expected = events.flatMap((event) => {
        lastEventId = event.id ?? lastEventId
        return canonical(event, lastEventId) ?? []
      })
      expect(read(Uint8Array.from(frames)).events).toEqual(expected)
    })
    await fc.assert(property, { numRuns: 200 })
  })
})

describe('encodeComment', () => {
  it('is seen by no reader, whatever it holds', () => {
    const property = fc.property(hostileString(), (text) => {
      expect(read(utf8(encodeComment(text)))).toEqual({
        events: [],
        lastEventId: BEFORE,
        reconnectionTime: undefined,
      })
    })
    fc.assert(property, { numRuns: 1000 })
  })

  it('reaches whoever reads comments line by line', () => {
    const property = fc.property(hostileString(), (text) => {
      const comments: string[] = []
      new EventStreamParser({ onComment: (comment) => comments.push(comment) }).push(utf8(encodeComment(text)))
      expect(comments).toHaveLength(text.split(/\r\n|\r|\n/).length)
    })
    fc.assert(property)
  })
})

async function bytesOrRefusal(act: () => unknown): Promise<Uint8Array | undefined> {
  try {
    return utf8((await act()) as string | Uint8Array)
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return undefined
    throw error
  }
}

function read(bytes: Uint8Array): ParsedStream {
  return parseReference(bytes, { lastEventId: BEFORE })
}

/** What a reader of one frame sees if nobody smuggled anything into it. */
function asked(event: EventInit): ParsedStream {
  const lastEventId = event.id ?? BEFORE
  const seen = canonical(event, lastEventId)
  // −0 is an integer from 0 on, and 0 on the wire.
  const reconnectionTime = event.retry === undefined ? undefined : event.retry + 0
  return { events: seen === undefined ? [] : [seen], lastEventId, reconnectionTime }
}

function utf8(frame: string | Uint8Array): Uint8Array {
  return typeof frame === 'string' ? new TextEncoder().encode(frame) : frame
}
