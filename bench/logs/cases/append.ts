import { contest } from '../../fanout/contest.ts'
import type { Cost } from '../../fanout/stage.ts'
import { twice } from '../../fanout/cases/delivery.ts'
import { openNode } from '../open-node.ts'
import { payload } from '../payload.ts'
import { rateTable } from '../rate-table.ts'
import type { Case } from '../setting.ts'
import type { LogNode } from '../subject.ts'

/** How fast entries are appended to one log, so many of them waiting for an answer at any time. */
export function append(inFlight: number): Case {
  return async ({ name, quick, engine }) => {
    await using stack = new AsyncDisposableStack()
    const { at } = stack.use(await engine.start())
    const contestants = []
    for (const [index, { name, label }] of twice(engine.subjects).entries()) {
      const node = stack.use(await openNode(name, { at, inFlight }))
      contestants.push({ label, run: () => turn(node, `log-${index}`, inFlight, quick ? 100 : 1_000) })
    }
    const outcome = await contest(contestants, quick)
    const title = `appends of 200 bytes to one log, ${inFlight} in flight, on ${engine.name}`
    return { tables: [rateTable(outcome, { name, title, unit: 'appends', cost: 'µs each' })] }
  }
}

/** As many appends as fit into these milliseconds. */
async function turn(node: LogNode, log: string, inFlight: number, duration: number): Promise<Cost> {
  let count = 0
  const start = performance.now()
  const lane = async (): Promise<void> => {
    while (performance.now() - start < duration) {
      await node.append(log, payload())
      count += 1
    }
  }
  await Promise.all(Array.from({ length: inFlight }, lane))
  const passed = performance.now() - start
  return { cpu: (passed * 1e6) / count, rate: (count / passed) * 1_000, busy: 0 }
}
