import { FakeClock, faultyFetch, parseReference, type ParsedEvent } from '@eventwire/conformance'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { connect } from '../src/index.ts'

const id = fc.oneof(
  fc.constantFrom('1', '2', '', '\u00E9\u4F60\u{1F600}', ' a', 'a\t', '\u0001', 'a\u0000b', 'a\u007F', '\uFEFF'),
  fc.string({ unit: 'grapheme', maxLength: 6 }).map((text) => text.replace(/[\r\n]/g, '')),
)
const block = fc
  .record({ id: fc.option(id), data: fc.option(fc.constantFrom('a', '', '\u{1F600}')) })
  .map(({ id, data }) => `${id === null ? '' : `id: ${id}\n`}${data === null ? '' : `data: ${data}\n`}\n`)
/** One response after the other: its blocks, how many of its bytes come, and how it ends. */
const response = fc.record({
  blocks: fc.array(block, { maxLength: 4 }),
  cut: fc.double({ min: 0, max: 1, noNaN: true }),
  fault: fc.constantFrom('drop', 'end', 'stall'),
  chunkBytes: fc.integer({ min: 1, max: 40 }),
})

/** As a header brings it (RFC 9110 §5.5), or not at all. */
function sendable(id: string): string {
  // oxlint-disable-next-line no-control-regex
  return /[\u0000-\u0008\u000A-\u001F\u007F]|^[\t ]|[\t ]$/.test(id) ? '' : id
}

describe('the place in the stream', () => {
  it('is, at every request, what the reference says of the bytes before it: ids that come without data, stop, cannot be sent', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(response, { maxLength: 5 }), id, async (responses, start) => {
        const lastEventId = start.replaceAll('\0', '')
        const bodies = responses.map(({ blocks, cut }) => {
          const bytes = new TextEncoder().encode(blocks.join(''))
          return bytes.slice(0, Math.ceil(cut * bytes.length))
        })
        const events: ParsedEvent[] = []
        const places = [lastEventId]
        for (const body of bodies) {
          const parsed = parseReference(body, { lastEventId: places.at(-1) ?? '' })
          events.push(...parsed.events)
          places.push(parsed.lastEventId)
        }

        const clock = new FakeClock()
        const fetch = faultyFetch(({ number }) => {
          const { fault, chunkBytes } = responses[number - 1] ?? {}
          return fault && chunkBytes ? { body: bodies[number - 1] ?? '', fault, chunkBytes } : { status: 204 }
        })
        const connection = connect('http://test/', { clock, fetch, lastEventId })
        const got: ParsedEvent[] = []
        const follow = async (): Promise<void> => {
          for await (const event of connection) {
            got.push(event)
            expect(connection.lastEventId).toBe(event.lastEventId)
          }
        }
        await clock.run(follow())
        expect(got).toEqual(events)
        expect(fetch.requests.map((request) => request.lastEventId)).toEqual(places.map(sendable))
        expect(connection.lastEventId).toBe(places.at(-1))
      }),
      { numRuns: 500 },
    )
  })
})
