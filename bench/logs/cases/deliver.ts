import { setTimeout } from 'node:timers/promises'
import { contest } from '../../fanout/contest.ts'
import { twice } from '../../fanout/cases/delivery.ts'
import { seededRandom } from '../../harness/random.ts'
import { quantile } from '../../harness/statistics.ts'
import { Following } from '../following.ts'
import { openNode } from '../open-node.ts'
import { payload } from '../payload.ts'
import { digits, strayRemark } from '../rate-table.ts'
import type { Case } from '../setting.ts'

/** Milliseconds, at most, between two entries: so that no entry keeps step with who looks every so often. */
const PAUSE = 20

/** Entries, one after the other, after which the compiler has done with both nodes, as in any that has run for a while. */
const WARM_UP = 3_000

/** From publishing at one node to hearing it at another, in another process, one entry at a time. */
export const deliver: Case = async ({ name, quick, engine }) => {
  const entries = quick ? 10 : 100
  await using stack = new AsyncDisposableStack()
  const { at } = stack.use(await engine.start())
  const late = new Map<string, number[]>()
  const contestants = []
  for (const [index, { name, label }] of twice(engine.subjects).entries()) {
    const log = `log-${index}`
    const node = stack.use(await openNode(name, { at, inFlight: 1 }))
    // The log is there before somebody follows it.
    await node.append(log, payload())
    const second = stack.use(await Following.start({ subject: name, at, logs: [log], followers: 1 }))
    const warmUp = quick ? WARM_UP / 10 : WARM_UP
    for (let entry = 0; entry < warmUp; entry += 1) await node.append(log, payload())
    await second.heard(warmUp)
    const random = seededRandom(1)
    const p99: number[] = []
    late.set(label, p99)
    const run = async () => {
      const times: number[] = []
      for (let entry = 0; entry < entries; entry += 1) {
        // Told before, so that it has nothing else to do when the entry comes.
        const heard = second.heard(1)
        await setTimeout(random() * PAUSE)
        await node.append(log, payload())
        times.push(...(await heard))
      }
      p99.push(quantile(times, 0.99))
      return { cpu: quantile(times, 0.5) * 1_000, rate: 0, busy: 0 }
    }
    contestants.push({ label, run })
  }
  const outcome = await contest(contestants, quick)
  const rows = outcome.standings.map(({ label, median, paired }) => {
    const spread = `${paired.q1.toFixed(2)} to ${paired.q3.toFixed(2)}`
    const p99 = quantile(late.get(label) ?? [], 0.5) / 1_000
    return [label, digits(median / 1e6), digits(p99), Number(paired.median.toFixed(3)), spread]
  })
  const columns = ['node', 'p50, ms', 'p99, ms', '× first', 'quartiles']
  const title = `from publishing to hearing it in another process, on ${engine.name}, medians of the rounds; × first is of p50`
  return { tables: [{ name, title, columns, rows, remarks: [strayRemark(outcome)] }] }
}
