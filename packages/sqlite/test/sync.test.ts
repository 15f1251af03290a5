import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { scratchFile } from './scratch.ts'
import { WritingProcess } from './start.ts'

const BATCHES = 200

const strace = spawnSync('strace', ['-V']).status === 0
if (!strace) {
  const message = 'strace is not on PATH: whether each group of appends is synced to the disk'
  if (process.env['CI'] === 'true') throw new Error(`${message} cannot be tested. Install it: apt-get install strace`)
  console.log(`SKIPPED: ${message} is not tested`)
}

describe.skipIf(!strace)('syncs to the disk, as the kernel sees them', () => {
  it.each([1, 64])('%d appends at once: one for each group, before it is acknowledged', async (atOnce) => {
    const trace = scratchFile()
    const writer = new WritingProcess([scratchFile(), String(atOnce), String(BATCHES)], {
      under: [
        'strace',
        '--follow-forks',
        '--trace=fsync,fdatasync,write,writev',
        '--decode-fds=path',
        '--output',
        trace,
      ],
    })
    await writer.ended
    expect(writer.acknowledged).toHaveLength(BATCHES * atOnce)

    const events = eventsOf(readFileSync(trace, 'utf8'))
    const groups = events.slice(events.indexOf('ready') + 1, events.indexOf('done')).join(' ')
    // Between two acknowledgements the write-ahead log is synced; more than once only where a checkpoint comes in.
    expect(
      groups
        .split('acknowledged')
        .slice(0, BATCHES)
        .filter((between) => !between.includes('sync')),
    ).toEqual([])
    const syncs = groups.match(/sync/g)?.length ?? 0
    expect(syncs).toBeGreaterThanOrEqual(BATCHES)
    expect(syncs).toBeLessThan(BATCHES * 1.2)
  })

  it('what a killed process may have left unsynced is synced before anybody reads it', async () => {
    const [file, trace] = [scratchFile(), scratchFile()]
    const killed = new WritingProcess([file])
    await killed.until(5)
    await killed.kill()
    const next = new WritingProcess([file, '1', '0'], {
      under: ['strace', '--follow-forks', '--trace=fsync,fdatasync,write', '--decode-fds=path', '--output', trace],
    })
    await next.ended
    const lines = readFileSync(trace, 'utf8')
    const before = lines.slice(0, lines.indexOf('"ready'))
    expect(before).toMatch(/ f(data)?sync\(\d+<.*logs\.db-wal>/)
  })
})

/** The syncs of files, and what was written to standard output, in order. */
function eventsOf(trace: string): readonly string[] {
  return trace.split('\n').flatMap((line) => {
    if (/ f(data)?sync\(\d+<.*logs\.db/.test(line)) return ['sync']
    if (/ write\(1</.test(line))
      return [line.includes('"ready') ? 'ready' : line.includes('"done') ? 'done' : 'acknowledged']
    return []
  })
}
