import { parseReference, type FaultyAnswer } from '@eventwire/conformance'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sourceScene } from './event-source-scene.ts'

const utf8 = new TextEncoder()
const TYPES = ['tick', 'constructor']

/** What a server may do with one request. */
function answer(): fc.Arbitrary<FaultyAnswer> {
  const line = fc.constantFrom(
    'data: a\n',
    'data: b\n\n',
    'id: 1\n',
    'id: \u4F60\n\n',
    'id\n',
    'event: tick\ndata: c\n\n',
    'event: constructor\ndata\n\n',
    'retry: 0\n',
    'retry: 250\n',
    'retry: 9000\n',
    ': x\n\n',
    'id: 2\ndata: d\r\n\r\n',
  )
  const body = fc.array(line, { maxLength: 8 }).map((lines) => lines.join(''))
  const stream = fc.record({
    body,
    fault: fc.constantFrom('end' as const, 'drop' as const),
    chunkBytes: fc.constantFrom(1, 5, 1000),
    faultAt: fc.oneof(fc.constant(10_000), fc.nat(60)),
  })
  const refused = fc.constantFrom<FaultyAnswer>(
    { status: 500 },
    { status: 204 },
    { headers: { 'content-type': 'text/html' } },
  )
  return fc.oneof(
    { weight: 8, arbitrary: stream },
    { weight: 3, arbitrary: fc.constant<FaultyAnswer>({ fault: 'refuse' }) },
    { weight: 1, arbitrary: refused },
  )
}

interface Expected {
  readonly heard: readonly string[]
  readonly sent: readonly string[]
  /** The least wait before each request after the first, and whether it is the most as well. */
  readonly waits: readonly { readonly asked: number; readonly exactly: boolean }[]
}

/** HTML §9.2.3 word by word, with the reference parser, until there is no answer left. */
function transcribed(script: readonly FaultyAnswer[]): Expected {
  const heard: string[] = []
  const sent: string[] = []
  const waits: { asked: number; exactly: boolean }[] = []
  let lastEventId = ''
  let asked = 3_000
  for (const { status = 200, headers, body = '', fault, faultAt } of script) {
    sent.push(lastEventId)
    if (fault === 'refuse') {
      heard.push('error 0')
      waits.push({ asked, exactly: false })
      continue
    }
    if (status !== 200 || headers) return { heard: [...heard, 'error 2'], sent, waits }
    const stream = parseReference(utf8.encode(body as string).slice(0, faultAt), { lastEventId })
    heard.push('open 1')
    for (const { type, data, lastEventId: id } of stream.events) heard.push(`${type} ${data} ${id} 1`)
    heard.push('error 0')
    const isNew = stream.events.length > 0 || stream.lastEventId !== lastEventId
    lastEventId = stream.lastEventId
    asked = stream.reconnectionTime ?? asked
    waits.push({ asked, exactly: isNew })
  }
  // The request after the last answer is never answered.
  return { heard, sent: [...sent, lastEventId], waits }
}

describe('an EventSource does what the standard says', () => {
  it('whatever its server does', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(answer(), { minLength: 1, maxLength: 7 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        async (script, random) => {
          const { clock, fetch, source, heard, times } = sourceScene(script, { random: () => random }, TYPES)
          await clock.advance(10 * 60_000)
          const expected = transcribed(script)
          expect(heard).toEqual(expected.heard)
          expect(fetch.requests.map(({ lastEventId }) => lastEventId)).toEqual(expected.sent)
          for (const [index, { asked, exactly }] of expected.waits.entries()) {
            const wait = (times[index + 1] ?? Infinity) - (times[index] ?? 0)
            // No timer is shorter than a millisecond.
            if (exactly) expect(wait).toBe(Math.max(1, asked))
            else expect(wait).toBeGreaterThanOrEqual(asked)
          }
          expect(fetch.active).toBeLessThanOrEqual(1)
          source.close()
          await clock.advance(0)
          expect([source.readyState, fetch.active, clock.pending]).toEqual([2, 0, 0])
        },
      ),
      { numRuns: 500 },
    )
  })

  it('and nothing more, once it is closed at any moment', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(answer(), { minLength: 1, maxLength: 5 }), fc.nat(12), async (script, count) => {
        const { clock, fetch, source, heard } = sourceScene(script, {}, TYPES)
        for (const type of ['open', 'message', 'error', ...TYPES]) {
          source.addEventListener(type, () => {
            if (heard.length === count) source.close()
          })
        }
        await clock.advance(10 * 60_000)
        const { heard: all } = transcribed(script)
        const isClosed = count > 0 && count <= all.length
        expect(heard).toEqual(isClosed ? all.slice(0, count) : all)
        if (isClosed) expect([source.readyState, fetch.active, clock.pending]).toEqual([2, 0, 0])
        source.close()
      }),
      { numRuns: 500 },
    )
  })
})
