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
/** Appends in one turn, to one log or the other, and a read of each. */
const step = fc.record({
  pause: fc.integer({ min: 0, max: 10 }),
  appends: fc.array(
    fc.record({
      to: fc.nat({ max: 1 }),
      sizes: fc.array(fc.oneof({ weight: 9, arbitrary: bytes(60) }, bytes(2_000)), { minLength: 1, maxLength: 100 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  skip: fc.nat({ max: 150 }),
  limit: fc.nat({ max: 120 }),
  maxBytes: bytes(3_000),
})
const { signal } = new AbortController()

it('keeps and gives of each log what a list would that is trimmed and read entry by entry', async () => {
  await fc.assert(
    fc.asyncProperty(limits, fc.array(step, { minLength: 1, maxLength: 12 }), async (options, steps) => {
      const clock = new TestClock()
      const database = new DatabaseSync(scratchFile())
      const logs = new SqliteLogs(database, { ...options, clock })
      const models = ['a', 'b'].map((name) => ({ log: logs.open(name), kept: [] as readonly Kept[], head: 0 }))
      for (const { pause, appends, skip, limit, maxBytes } of steps) {
        await clock.advance(pause)
        const time = clock.now()
        const appended = appends.flatMap(({ to, sizes }) => {
          const model = models[to]
          if (!model) return []
          const come = sizes.map((size) => ({ seq: (model.head += 1), size, time }))
          model.kept = trimmed([...model.kept, ...come], options, time)
          return [model.log.append(sizes.map((size) => ({ channel: 'c', data: 'x'.repeat(size) })))]
        })
        await Promise.all(appended)
        for (const { log, kept, head } of models) {
          const bounds = await log.bounds()
          expect([bounds.floor.seq, bounds.head.seq]).toEqual([(kept[0]?.seq ?? 1) - 1, head])
          const from = Math.min(bounds.floor.seq + skip, head)
          const after = bounds.floor.position.replace(/\d+$/, String(from))
          const rest = kept.filter(({ seq }) => seq > from)
          expect(await read(log, after, limit, maxBytes)).toEqual(within(rest.slice(0, limit), maxBytes))
        }
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
