import { contest } from '../../fanout/contest.ts'
import { twice } from '../../fanout/cases/delivery.ts'
import { openNode } from '../open-node.ts'
import { payload } from '../payload.ts'
import { rateTable } from '../rate-table.ts'
import type { Case } from '../setting.ts'

const SIZE = 1_000
/** Appended at once while a log is filled. */
const AT_ONCE = 100

/** How fast a node reads what it has missed, from the oldest entry. */
export const catchUp: Case = async ({ name, quick, engine }) => {
  const entries = quick ? 2_000 : 16_000
  await using stack = new AsyncDisposableStack()
  const { at } = stack.use(await engine.start())
  const contestants = []
  for (const [index, { name, label }] of twice(engine.subjects).entries()) {
    const node = stack.use(await openNode(name, { at, inFlight: AT_ONCE }))
    const log = `log-${index}`
    for (let filled = 0; filled < entries; filled += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, () => node.append(log, payload(SIZE))))
    }
    const run = async () => {
      const start = performance.now()
      const length = await node.catchUp(log, entries)
      const passed = performance.now() - start
      if (length !== entries * SIZE) throw new Error(`${label} read ${length} characters of ${entries * SIZE}`)
      return { cpu: (passed * 1e6) / (length / 1e6), rate: length / 1e6 / (passed / 1_000), busy: 0 }
    }
    contestants.push({ label, run })
  }
  const title = `reading ${entries} entries of ${SIZE} bytes from the oldest on, on ${engine.name}`
  return { tables: [rateTable(await contest(contestants, quick), { name, title, unit: 'MB', cost: 'µs per MB' })] }
}
