import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SqliteLogs } from '../src/index.ts'
import { Tables } from '../src/tables.ts'
import { scratchFile } from './scratch.ts'

const NAMES = ['a', 'b', 'c', 'd']

/** What is done in one transaction, or a look at what was done since the last one. */
const step = fc.oneof(
  fc.constant('look' as const),
  fc.array(
    fc.record({ name: fc.constantFrom(...NAMES), act: fc.constantFrom('append', 'append', 'append', 'end', 'bounds') }),
    { minLength: 1, maxLength: 5 },
  ),
)

it('another connection is told the logs that have changed since it looked, all of them and no others', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const path = scratchFile()
      const [writing, looking] = [new DatabaseSync(path), new DatabaseSync(path)]
      const logs = new SqliteLogs(writing)
      const tables = new Tables(looking)
      let seen = tables.changes()
      let changed = new Set<string>()
      const ended = new Set<string>()
      for (const step of [...steps, 'look' as const]) {
        if (step === 'look') {
          expect(new Set(tables.changedSince(seen, 1_000))).toEqual(changed)
          seen = tables.changes()
          changed = new Set()
          continue
        }
        const done = step.map(({ name, act }) => {
          const log = logs.open(name)
          if (act !== 'bounds' && !ended.has(name)) changed.add(name)
          if (act === 'end') ended.add(name)
          return act === 'append' ? log.append([{ channel: 'c', data: '' }]) : act === 'end' ? log.end() : log.bounds()
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
