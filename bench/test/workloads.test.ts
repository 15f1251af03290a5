import { describe, expect, it } from 'vitest'
import { seededRandom, shuffled } from '../harness/random.ts'
import { token } from '../parser/events.ts'
import { checksum, stream } from '../parser/stream.ts'
import { workloads } from '../parser/workloads.ts'

const SHARE = 1 / 64

describe('stream', () => {
  const random = seededRandom(1)
  const events = Array.from({ length: 10 }, () => token(random))
  const text = events.map(({ wire }) => wire).join('')

  it.each(['per event', 1, 7, 1400] as const)('is the same text whatever the cut: %s', async (cut) => {
    const { chunks, bytes } = stream(events, cut)
    expect(await new Blob(chunks as Uint8Array<ArrayBuffer>[]).text()).toBe(text)
    expect(bytes).toBe(new TextEncoder().encode(text).length)
    expect(chunks.length).toBe(cut === 'per event' ? events.length : Math.ceil(bytes / cut))
  })
})

describe('checksum', () => {
  it('takes each length and each last character, also of empty data', () => {
    expect(checksum([{ data: 'ab' }, { data: '' }, { data: 'c' }])).toBe(2 + 98 + 0 + 1 + 99)
  })
})

describe.each(workloads)('$name', (workload) => {
  it('is the same at each call, and less of the same kind for a smaller share', () => {
    const { chunks, bytes, checksum } = workload.stream(SHARE)
    expect(workload.stream(SHARE)).toEqual({ chunks, bytes, checksum, events: expect.any(Number) })
    expect(bytes).toBeLessThan(workload.stream(2 * SHARE).bytes * (workload.name.startsWith('large') ? 1.01 : 0.75))
  })

  it('has its data where the floor expects it', () => {
    const { slice } = workload
    if (slice === undefined) return
    const { chunks, checksum: expected } = workload.stream(SHARE)
    const decoder = new TextDecoder()
    const texts = chunks.map((chunk) => decoder.decode(chunk))
    expect(checksum(texts.map((text) => ({ data: text.slice(slice.start, text.length - slice.end) })))).toBe(expected)
  })
})

describe('shuffled', () => {
  it('loses nothing, and comes to every order', () => {
    const random = seededRandom(3)
    const orders = Array.from({ length: 100 }, () => shuffled(random, [1, 2, 3]).join(''))
    expect(new Set(orders)).toEqual(new Set(['123', '132', '213', '231', '312', '321']))
  })
})
