import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { PausedReaderReport } from './fixtures/paused-reader.ts'

const MIB = 1024 * 1024

/**
 * V8 lets garbage lie for as long as the machine has memory to spare. These limits are those of a small container, so
 * that the growth is what the server holds on to, and not what V8 has not yet looked at.
 */
const HEAP = ['--expose-gc', '--max-semi-space-size=2', '--max-old-space-size=64']

describe('256 MiB published past a client that does not read', () => {
  it('grow the process by less than 32 MiB, and the client then gets what the log has after one gap', async () => {
    const fixture = fileURLToPath(new URL('fixtures/paused-reader.ts', import.meta.url))
    const { stdout } = await promisify(execFile)(process.execPath, [...HEAP, '--conditions=@eventwire/source', fixture])
    const { resident, got, last } = JSON.parse(stdout) as PausedReaderReport
    const growth = (bytes: number): number => Math.round(((bytes - resident.before) / MIB) * 10) / 10
    console.log(
      `Resident memory: ${growth(resident.peak)} MiB more at the peak, ${growth(resident.after)} MiB at the end`,
    )
    expect(growth(resident.peak)).toBeLessThan(32)
    expect(growth(resident.after)).toBeLessThan(32)

    const [, upTo] = got.before
    const [from] = got.after
    expect(got.gaps.map((gap) => JSON.parse(gap) as unknown)).toEqual([
      {
        kind: 'gap',
        reason: 'trimmed',
        requested: `e-${upTo}`,
        resumedAfter: `e-${from - 1}`,
        missed: from - 1 - upTo,
      },
    ])
    expect(got.after).toEqual([from, last])
  })
})
