import { describe, expect, it } from 'vitest'
import { MemoryLog, type EntryInit, type MemoryLogOptions } from '../src/index.ts'

function entry(bytes: number): EntryInit {
  return { channel: 'c', data: 'x'.repeat(bytes) }
}

async function keptBy(options: MemoryLogOptions, ...sizes: number[]): Promise<number[]> {
  const log = new MemoryLog(options)
  for (const size of sizes) await log.append([entry(size)])
  const { floor } = await log.bounds()
  const signal = new AbortController().signal
  const page = await log.read(floor.position, { limit: Infinity, maxBytes: Infinity, signal })
  return page.kind === 'entries' ? page.entries.map(({ data }) => data.length) : []
}

describe('what a MemoryLog keeps', () => {
  it.each<[string, MemoryLogOptions, number[], number[]]>([
    ['maxEntries', { maxEntries: 3 }, [1, 2, 3, 4, 5], [3, 4, 5]],
    ['maxEntries 1', { maxEntries: 1 }, [1, 2, 3], [3]],
    ['maxBytes, exactly', { maxBytes: 10 }, [1, 2, 3, 5], [2, 3, 5]],
    ['maxBytes, one more', { maxBytes: 10 }, [1, 2, 3, 6], [3, 6]],
    ['the newest, even if it is more than maxBytes', { maxBytes: 10 }, [1, 2, 11], [11]],
    ['the newest, then what fits after it', { maxBytes: 10 }, [50, 3, 3], [3, 3]],
    ['whichever bound is met first', { maxBytes: 10, maxEntries: 2 }, [1, 1, 1, 9], [1, 9]],
    ['empty entries count as entries', { maxBytes: 1, maxEntries: 4 }, [0, 0, 0, 0, 0], [0, 0, 0, 0]],
  ])('%s', async (_, options, sizes, kept) => {
    expect(await keptBy(options, ...sizes)).toEqual(kept)
  })

  it('counts bytes of UTF-8', async () => {
    const log = new MemoryLog({ maxBytes: 12 })
    for (const data of ['é', '日', '💥', '\uD800']) await log.append([{ channel: 'c', data }])
    const { floor, head } = await log.bounds()
    expect(head.seq - floor.seq).toBe(4)
    await log.append([{ channel: 'c', data: 'x' }])
    expect((await log.bounds()).floor.seq).toBe(1)
  })

  it('has finite defaults', async () => {
    const log = new MemoryLog()
    expect(log.capabilities).toEqual({ durable: false, shared: false, atomicBatches: true, maxEntryBytes: 1_048_576 })
    await log.append(Array.from({ length: 10_001 }, () => entry(1)))
    const { floor, head } = await log.bounds()
    expect(head.seq - floor.seq).toBe(10_000)
    await log.append(Array.from({ length: 9 }, () => entry(1_048_576)))
    const after = await log.bounds()
    expect(after.head.seq - after.floor.seq).toBe(8)
  })

  it('forgets the oldest of more than 1,000 idempotency keys', async () => {
    const log = new MemoryLog()
    for (let key = 0; key <= 1_000; key += 1) await log.append([entry(1)], { idempotencyKey: String(key) })
    await log.append([entry(1)], { idempotencyKey: '1' })
    expect((await log.bounds()).head.seq).toBe(1_001)
    await log.append([entry(1)], { idempotencyKey: '0' })
    expect((await log.bounds()).head.seq).toBe(1_002)
  })
})

describe('the epoch', () => {
  it('names the life of the log in its positions, and is another for each', async () => {
    expect(await new MemoryLog({ epoch: 'Abc1' }).append([entry(1)])).toEqual(['Abc1-1'])
    const [one] = await new MemoryLog().append([entry(1)])
    const [two] = await new MemoryLog().append([entry(1)])
    expect(one).toMatch(/^[0-9a-z]{12}-1$/)
    expect(one).not.toBe(two)
  })

  it.each(['', 'a-b', 'é', ' ', 'x'.repeat(33)])('%j cannot be one', (epoch) => {
    expect(() => new MemoryLog({ epoch })).toThrow(/^epoch must be/)
  })
})

it.each(['maxEntries', 'maxBytes', 'maxEntryBytes'])('%s must be a whole number above 0', (name) => {
  for (const value of [0, -1, 1.5, Number.NaN, Infinity, '5']) {
    expect(() => new MemoryLog({ [name]: value })).toThrow(RangeError)
    expect(() => new MemoryLog({ [name]: value })).toThrow(name)
  }
})

it('stamps entries with the time it is given', async () => {
  const log = new MemoryLog({ now: () => 42, epoch: 'e' })
  await log.append([entry(1)])
  const page = await log.read('e-0', { limit: 1, maxBytes: 1, signal: new AbortController().signal })
  expect(page).toMatchObject({ entries: [{ time: 42, seq: 1, position: 'e-1' }] })
})
