import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SqliteLogs } from '../src/index.ts'
import { Tables } from '../src/tables.ts'
import { scratchFile } from './scratch.ts'

const NAMES = ['a', 'b', 'c']
const APPENDS = ['append', 'append large']
const LARGE = 'x'.repeat(70_000)

/** What is done in one transaction, or a look at what was done since the last one. */
const step = fc.oneof(
  fc.constant('look' as const),
  fc.array(
    fc.record({
      name: fc.constantFrom(...NAMES),
      // What has ended changes no more: not too soon.
      act: fc.constantFrom(...APPENDS, ...APPENDS, ...APPENDS, 'end', 'bounds'),
    }),
    { minLength: 1, maxLength: 3 },
  ),
)

it('another connection is told the logs that have changed since it looked, all of them and no others', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 2 }), fc.array(step, { maxLength: 40 }), async (maxEntries, steps) => {
      const path = scratchFile()
      const [writing, looking] = [new DatabaseSync(path), new DatabaseSync(path)]
      const logs = new SqliteLogs(writing, { maxEntries })
      const tables = new Tables(looking)
      let seen = tables.counters()
      let changed = new Set<string>()
      const ended = new Set<string>()
      for (const step of [...steps, 'look' as const]) {
        if (step === 'look') {
          expect(new Set(tables.changedSince(seen, 1_000))).toEqual(changed)
          seen = tables.counters()
          changed = new Set()
          continue
        }
        const done = step.map(({ name, act }) => {
          const log = logs.open(name)
          if (act !== 'bounds' && !ended.has(name)) changed.add(name)
          if (act === 'end') ended.add(name)
          if (act === 'end') return log.end()
          if (act === 'bounds') return log.bounds()
          // What is large leaves the file as soon as it is trimmed.
          return log.append([{ channel: 'c', data: act === 'append' ? '' : LARGE }])
        })
        // To append to a log that has ended is a mistake, of that call alone.
        await Promise.allSettled(done)
      }
      looking.close()
      writing.close()
    }),
    { numRuns: 60 },
  )
})
