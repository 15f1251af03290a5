import type { BenchResult } from '../../harness/result.ts'
import { seededRandom, shuffled } from '../../harness/random.ts'
import { quantile, quartiles } from '../../harness/statistics.ts'
import { STRAY_LIMIT } from '../contest.ts'
import { coresRemark } from '../cores.ts'
import { Scene } from '../scene.ts'
import type { Setting } from '../setting.ts'
import { twice } from './delivery.ts'

/** From publishing to reading, at a moderate rate. */
export async function latency(setting: Setting): Promise<BenchResult> {
  const { quick, name, cores, absent } = setting
  const readers = quick ? 200 : 1_000
  const rounds = quick ? 2 : 7
  const turns = quick ? 4 : 10
  await using stack = new AsyncDisposableStack()
  const runs = []
  for (const { name, label } of twice(setting.subjects)) {
    const scene = stack.use(await Scene.open(setting, name, readers))
    await scene.run({ events: 1, turns: 20 }, 20 * readers)
    runs.push({ label, scene, middle: [] as number[], late: [] as number[] })
  }
  const random = seededRandom(rounds)
  for (let round = 0; round < rounds; round += 1) {
    for (const { scene, middle, late } of shuffled(random, runs)) {
      const all = await scene.publish({ events: 1, turns, pause: 100 }, turns * readers, true)
      middle.push(quantile(all, 0.5) / 1_000)
      late.push(quantile(all, 0.99) / 1_000)
    }
  }
  const first = runs[0]?.late ?? []
  const rows = runs.map(({ label, middle, late }) => {
    const paired = quartiles(late.map((each, round) => each / (first[round] ?? Number.NaN)))
    const spread = `${paired.q1.toFixed(2)} to ${paired.q3.toFixed(2)}`
    return [label, places(quantile(middle, 0.5)), places(quantile(late, 0.5)), places(paired.median), spread]
  })
  const columns = ['server', 'p50, ms', 'p99, ms', 'p99 × first', 'quartiles']
  const title = `from publishing to reading, 10 publishes a second to ${readers} readers, medians of ${rounds} rounds`
  return { tables: [{ name, title, columns, rows, remarks: [strayRemark(rows), coresRemark(cores), ...absent] }] }
}

/** What came late once in a hundred times is chance for the most part; so it is said, and not held again. */
function strayRemark([, again]: readonly (readonly (string | number)[])[]): string {
  const stray = Math.abs(Number(again?.[3]) - 1)
  return `${stray > STRAY_LIMIT ? 'NOISY: ' : ''}A/A strays by ${(stray * 100).toFixed(1)} % in p99.`
}

function places(value: number): number {
  return Number(value.toFixed(2))
}
