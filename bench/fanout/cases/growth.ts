import type { BenchResult } from '../../harness/result.ts'
import { contest } from '../contest.ts'
import { fitting } from '../descriptors.ts'
import { outcomeTable } from '../outcome-table.ts'
import { Scene } from '../scene.ts'
import type { Setting } from '../setting.ts'

const DELIVERIES = 38_000
const SIZES = [100, 1_000, 5_000, 10_000, 19_000] as const

/** Whether a delivery costs more where there are more readers. */
export async function growth(setting: Setting): Promise<BenchResult> {
  const { quick, name, cores } = setting
  const { sizes, remarks } = fitting(quick ? [100, 1_000] : SIZES)
  await using stack = new AsyncDisposableStack()
  const contestants = []
  for (const { server, label, readers } of rows(sizes)) {
    const scene = stack.use(await Scene.open(setting, server, readers))
    const turns = Math.max(2, Math.round((DELIVERIES * (quick ? 1 / 4 : 1)) / readers))
    contestants.push({ label, run: () => scene.run({ events: 1, turns }, turns * readers) })
  }
  const outcome = await contest(contestants, quick)
  const title = `1 event of 200 bytes per turn to more and more readers, CPU of the server`
  return { tables: [outcomeTable(outcome, { name, title, cores, remarks })] }
}

function* rows(sizes: readonly number[]) {
  const [smallest = 0] = sizes
  yield { server: 'floor', label: `floor, ${smallest} readers`, readers: smallest }
  yield { server: 'floor', label: `floor, ${smallest} readers (A')`, readers: smallest }
  for (const readers of sizes.slice(1)) yield { server: 'floor', label: `floor, ${readers} readers`, readers }
  for (const readers of sizes) yield { server: 'eventwire', label: `eventwire, ${readers} readers`, readers }
}
