import type { BenchResult } from '../../harness/result.ts'
import { contest } from '../contest.ts'
import type { ReadersInit } from '../orders.ts'
import { outcomeTable } from '../outcome-table.ts'
import { Scene } from '../scene.ts'
import type { Case, Setting } from '../setting.ts'
import type { Subject } from '../subjects.ts'

/** Deliveries that make one turn of a contestant, with one event per turn of the event loop. */
const DELIVERIES = 30_000

/** One publish, many readers: what it costs the server. */
export function delivery(events: number, readers: number): Case {
  return (setting) => deliver(setting, events, setting.quick ? Math.max(50, readers / 10) : readers)
}

export async function deliver(
  setting: Setting,
  events: number,
  readers: number,
  init: Partial<ReadersInit> = {},
): Promise<BenchResult> {
  const { subjects, quick, cores, name, absent } = setting
  await using stack = new AsyncDisposableStack()
  const contestants = []
  for (const { name, label, share = 1 } of twice(subjects)) {
    const scene = stack.use(await Scene.open(setting, name, readers, init))
    const deliveries = DELIVERIES * Math.sqrt(events) * share * (quick ? 1 / 8 : 1)
    const turns = Math.max(share < 1 ? 1 : 2, Math.round(deliveries / events / readers))
    contestants.push({ label, run: () => scene.run({ events, turns }, events * turns * readers) })
  }
  const outcome = await contest(contestants, quick)
  const title = `${events} event${events > 1 ? 's' : ''} of 200 bytes per turn to ${readers} readers, CPU of the server`
  return { tables: [outcomeTable(outcome, { name, title, cores, remarks: absent })] }
}

/** The first once more, as A and A'. */
export function twice(subjects: readonly Subject[]): readonly Subject[] {
  const [first] = subjects
  return first ? [first, { ...first, label: `${first.label} (A')` }, ...subjects.slice(1)] : []
}
