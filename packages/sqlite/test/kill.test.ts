import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { SqliteLogs } from '../src/index.ts'
import { scratchFile } from './scratch.ts'
import { WritingProcess } from './start.ts'

const KILLS = 100

it(
  `killed ${KILLS} times at random points, it loses nothing that append had resolved`,
  { timeout: 180_000 },
  async () => {
    const file = scratchFile()
    const acknowledged: (readonly [position: string, data: string])[] = []

    const live = async (index: number): Promise<void> => {
      // Two processes at a time on one file, each with one to eight appends at once.
      const writer = new WritingProcess([file, String(1 + (index % 8))])
      await writer.until(1 + Math.floor(Math.random() * 60))
      await writer.kill()
      acknowledged.push(...writer.acknowledged)
    }
    const kill = async (from: number): Promise<void> => {
      for (let index = from; index < KILLS; index += 2) await live(index)
    }
    await Promise.all([kill(0), kill(1)])

    const database = new DatabaseSync(file)
    await using logs = new SqliteLogs(database)
    expect(database.prepare('PRAGMA integrity_check').get()).toMatchObject({ integrity_check: 'ok' })
    const kept = await everything(logs)
    expect(acknowledged.length).toBeGreaterThan(KILLS)
    expect(acknowledged.filter(([position, data]) => kept.get(position) !== data)).toEqual([])
    const seqs = Array.from(kept.keys(), (position) => Number(position.split('-')[1]))
    expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index))
    expect(new Set(kept.values()).size).toBe(kept.size)
  },
)

async function everything(logs: SqliteLogs): Promise<ReadonlyMap<string, string>> {
  const log = logs.open('log')
  const { floor } = await log.bounds()
  // Not trimmed: fewer than maxEntries were written.
  expect(floor.seq).toBe(0)
  const kept = new Map<string, string>()
  for (let after: string = floor.position; ;) {
    const page = await log.read(after, { limit: 1_000, maxBytes: 1_000_000, signal: new AbortController().signal })
    if (page.kind === 'gap') throw new Error(`A gap: ${page.gap.reason}`)
    for (const { position, data } of page.entries) kept.set(position, data)
    const last = page.entries.at(-1)
    if (!last) return kept
    after = last.position
  }
}
