import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FakeClock, faultyFetch, recordFetch, replayed, type FaultyAnswer, type RecordedStream } from '../src/index.ts'

const URL = 'http://test/stream'

type Fetch = ReturnType<typeof faultyFetch>

/** All that a reader sees of one response: its head, each chunk and its time, and the end. */
async function seen(fetch: Fetch | ReturnType<typeof recordFetch>, clock: FakeClock): Promise<unknown[]> {
  const response = await fetch(URL, { headers: { accept: 'text/event-stream' } })
  const all: unknown[] = [[clock.now(), response.status, response.headers.get('content-type')]]
  try {
    for await (const chunk of response.body ?? []) all.push([clock.now(), [...chunk]])
    all.push([clock.now(), 'end'])
  } catch (error) {
    all.push([clock.now(), error instanceof Error && error.message])
  }
  return all
}

function answers(): fc.Arbitrary<FaultyAnswer> {
  const part = fc.tuple(
    fc.nat(5_000),
    fc.oneof(
      fc.constant('\uFEFFdata: a\n'),
      fc.string({ unit: 'grapheme' }),
      fc.uint8Array({ minLength: 1, maxLength: 40 }),
    ),
  )
  return fc.record({
    status: fc.constantFrom(200, 503),
    delay: fc.nat(3_000),
    chunkBytes: fc.constantFrom(1, 3, 1000),
    faultAfter: fc.nat(20_000),
    fault: fc.constantFrom('end' as const, 'drop' as const),
    body: fc.array(part, { maxLength: 6 }).map((parts) => {
      let time = 0
      return parts.map(([wait, bytes]) => ({ at: (time += wait), bytes }))
    }),
  })
}

describe('a recorded stream', () => {
  it('is replayed byte by byte and millisecond by millisecond, also out of JSON', async () => {
    await fc.assert(
      fc.asyncProperty(answers(), async (answer) => {
        const clock = new FakeClock(1_000)
        const fetch = recordFetch(faultyFetch([answer], clock), clock)
        const first = await clock.run(seen(fetch, clock))
        const streams: RecordedStream[] = JSON.parse(JSON.stringify(fetch.streams))
        const later = new FakeClock(1_000)
        expect(await later.run(seen(faultyFetch(streams.map(replayed), later), later))).toEqual(first)
      }),
    )
  })

  it('says what was asked and how it ended', async () => {
    const clock = new FakeClock()
    const fetch = recordFetch(faultyFetch([{ body: 'data: a\n\n', fault: 'stall' }, { status: 204 }], clock), clock)
    const response = await fetch(URL, { method: 'POST' })
    const reader = response.body?.getReader()
    await reader?.read()
    expect(fetch.streams[0]).toMatchObject({ url: URL, method: 'POST', status: 200, ended: 'open' })
    await reader?.cancel()
    await fetch(URL)
    expect(fetch.streams.map(({ ended }) => ended)).toEqual(['cancel', 'end'])
    expect(fetch.streams[0]?.chunks).toEqual([{ at: 0, text: 'data: a\n\n' }])
  })

  it('stalls where its reader left, so that a test sees no end that there was not', async () => {
    const clock = new FakeClock()
    const stream: RecordedStream = {
      url: URL,
      method: 'GET',
      delay: 0,
      status: 200,
      headers: {},
      chunks: [{ at: 5, text: 'a' }],
      ended: 'cancel',
      endedAt: 9,
    }
    const { body } = await faultyFetch([replayed(stream)], clock)(URL)
    const reader = body?.getReader()
    await clock.run(Promise.resolve(reader?.read()))
    await expect(clock.run(Promise.resolve(reader?.read()))).rejects.toThrow('Still waiting')
  })
})

describe('a faulty fetch whose answers take time', () => {
  it('needs a clock', () => {
    for (const answer of [
      { delay: 1 },
      { faultAfter: 1 },
      { body: [{ at: 1, bytes: 'a' }] },
    ] satisfies FaultyAnswer[]) {
      expect(() => faultyFetch([answer])).toThrow('give faultyFetch a clock')
      expect(() => faultyFetch(() => answer)(URL)).toThrow('give faultyFetch a clock')
    }
  })

  it.each(['the signal', 'cancel'])('leaves no timer when it is given up by %s', async (way) => {
    const clock = new FakeClock()
    const controller = new AbortController()
    const fetch = faultyFetch([{ body: [{ at: 1_000, bytes: 'a' }] }], clock)
    const response = await fetch(URL, { signal: controller.signal })
    const reader = response.body?.getReader()
    const read = reader?.read()
    await clock.advance(10)
    expect(clock.pending).toBe(1)
    if (way === 'cancel') await reader?.cancel()
    else controller.abort(new Error('given up'))
    await Promise.allSettled([read])
    expect([clock.pending, fetch.active, fetch.requests[0]?.state]).toEqual([0, 0, 'cancelled'])
  })
})
