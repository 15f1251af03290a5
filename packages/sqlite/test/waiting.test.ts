import { DatabaseSync } from 'node:sqlite'
import { LogError } from '@eventwire/server'
import { describe, expect, it } from 'vitest'
import { SqliteLogs } from '../src/index.ts'
import { scratchFile } from './scratch.ts'
import { TestClock } from './test-clock.ts'

const ENTRY = { channel: 'c', data: 'x' }

describe('while another process has the file', () => {
  it('no append waits for longer than busyTimeout, however many groups are before it', async () => {
    const path = scratchFile()
    const clock = new TestClock()
    const log = new SqliteLogs(new DatabaseSync(path), { clock, busyTimeout: 1_000 }).open('log')
    await log.bounds()
    const other = new DatabaseSync(path)
    other.exec('BEGIN IMMEDIATE')
    // Three groups, of 4 MiB at most.
    const large = { channel: 'c', data: 'x'.repeat(1_000_000) }
    const early = Promise.allSettled(Array.from({ length: 10 }, () => log.append([large])))
    await advance(clock, 500)
    const late = log.append([ENTRY])
    await advance(clock, 600)
    const codes = (await early).map((result) => result.status === 'rejected' && (result.reason as LogError).code)
    expect(new Set(codes)).toEqual(new Set(['busy']))
    // Who came later has waited for half of it.
    other.exec('ROLLBACK')
    await advance(clock, 100)
    expect(await late).toHaveLength(1)
  })

  it('entries without data count as well: what waits is bounded', async () => {
    const path = scratchFile()
    const log = new SqliteLogs(new DatabaseSync(path), { busyTimeout: 0, maxPendingBytes: 100_000 }).open('log')
    await log.bounds()
    const results = await Promise.allSettled(
      Array.from({ length: 1_000 }, () => log.append([{ channel: 'c', data: '' }])),
    )
    const refused = results.filter(({ status }) => status === 'rejected')
    expect(refused.length).toBeGreaterThan(500)
    expect((await log.bounds()).head.seq).toBe(1_000 - refused.length)
  })
})

/** Ms after ms, so that each pause is followed by what comes after it. */
async function advance(clock: TestClock, milliseconds: number): Promise<void> {
  for (let passed = 0; passed < milliseconds; passed += 1) {
    await clock.advance(1)
    await new Promise<void>((resolve) => clock.turn(resolve))
  }
}
