import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SqliteLogs, type SqliteLog } from '../src/index.ts'
import { scratchFile } from './scratch.ts'
import { TestClock } from './test-clock.ts'

/** An entry as the model keeps it. */
interface Kept {
  readonly seq: number
  readonly size: number
  readonly time: number
}

interface Limits {
  readonly maxEntries: number
  readonly maxBytes: number
  readonly maxAge: number
}

/** Bytes, so round that a limit is often met exactly. */
const bytes = (most: number): fc.Arbitrary<number> => fc.nat({ max: most / 10 }).map((tens) => tens * 10)

const limits: fc.Arbitrary<Limits> = fc.record({
  maxEntries: fc.integer({ min: 1, max: 200 }),
  maxBytes: bytes(4_000).map((each) => Math.max(each, 1)),
  maxAge: fc.oneof(fc.constant(1_000_000), fc.integer({ min: 1, max: 30 })),
})
const step = fc.record({
  pause: fc.integer({ min: 0, max: 10 }),
  sizes: fc.array(bytes(60), { minLength: 1, maxLength: 100 }),
  skip: fc.nat({ max: 150 }),
  limit: fc.nat({ max: 120 }),
  maxBytes: bytes(3_000),
})
const { signal } = new AbortController()

it('keeps and gives what a list would that is trimmed and read entry by entry, and its neighbours lose nothing', async () => {
  await fc.assert(
    fc.asyncProperty(limits, fc.array(step, { minLength: 1, maxLength: 12 }), async (options, steps) => {
      const clock = new TestClock()
      const database = new DatabaseSync(scratchFile())
      const logs = new SqliteLogs(database, { ...options, clock })
      const [before, log, behind] = [logs.open('before'), logs.open('log'), logs.open('behind')]
      for (const each of [before, log, behind]) await each.append([{ channel: 'c', data: each.name }])
      let kept: readonly Kept[] = [{ seq: 1, size: 3, time: clock.now() }]
      let seq = 1
      for (const { pause, sizes, skip, limit, maxBytes } of steps) {
        await clock.advance(pause)
        await log.append(sizes.map((size) => ({ channel: 'c', data: 'x'.repeat(size) })))
        const time = clock.now()
        kept = trimmed([...kept, ...sizes.map((size) => ({ seq: (seq += 1), size, time }))], options, time)
        const { floor, head } = await log.bounds()
        expect([floor.seq, head.seq]).toEqual([(kept[0]?.seq ?? 0) - 1, seq])
        const from = Math.min(floor.seq + skip, seq)
        const after = floor.position.replace(/\d+$/, String(from))
        const rest = kept.filter((each) => each.seq > from)
        expect(await read(log, after, limit, maxBytes)).toEqual(within(rest.slice(0, limit), maxBytes))
      }
      for (const each of [before, behind]) {
        const { floor } = await each.bounds()
        expect(await read(each, floor.position, 9, 999)).toMatchObject([{ seq: 1, size: each.name.length }])
      }
      database.close()
    }),
    { numRuns: 60 },
  )
})

function trimmed(entries: readonly Kept[], { maxEntries, maxBytes, maxAge }: Limits, now: number): readonly Kept[] {
  const kept = [...entries]
  let total = sum(kept)
  const goes = ({ time }: Kept): boolean => kept.length > maxEntries || total > maxBytes || time < now - maxAge
  while (kept.length > 1 && kept[0] && goes(kept[0])) total -= kept.shift()?.size ?? 0
  return kept
}

/** One is given even if it is larger. */
function within(entries: readonly Kept[], maxBytes: number): readonly Kept[] {
  return entries.filter((_, index) => index === 0 || sum(entries.slice(0, index + 1)) <= maxBytes)
}

async function read(log: SqliteLog, after: string, limit: number, maxBytes: number): Promise<readonly Kept[]> {
  const page = await log.read(after, { limit, maxBytes, signal })
  if (page.kind === 'gap') throw new Error(`A gap: ${page.gap.reason}`)
  return page.entries.map(({ seq, data, time }) => ({ seq, size: data.length, time }))
}

function sum(entries: readonly Kept[]): number {
  return entries.reduce((total, { size }) => total + size, 0)
}
