import type { BenchResult } from '../../harness/result.ts'
import { seededRandom, shuffled } from '../../harness/random.ts'
import { quantile, quartiles } from '../../harness/statistics.ts'
import { coresRemark } from '../cores.ts'
import { fitting } from '../descriptors.ts'
import { Scene } from '../scene.ts'
import type { Case, Setting } from '../setting.ts'
import type { Stage } from '../stage.ts'
import type { Subject } from '../subjects.ts'
import { twice } from './delivery.ts'

/** Readers that come and go before anything is counted: the first ones cost what a server costs. */
const WARM_UP = 500

/** What takes part beside the others: the bare response first, and ours without a `Request` for each. */
const ON_NODE: readonly Subject[] = [
  { name: 'bare-response', label: 'node:http, a head and nothing else' },
  { name: 'open-session', label: 'eventwire, a hub, openSession on node:http' },
]

/** What a connection costs that is open and gets nothing. */
export function idle(readers: number): Case {
  return (setting) => hold(setting, readers)
}

async function hold(setting: Setting, size: number): Promise<BenchResult> {
  const { quick, name, cores, absent, runtime } = setting
  const { sizes, remarks } = fitting([quick ? Math.min(size, 200) : size])
  const [readers] = sizes
  if (readers === undefined) return { tables: [{ name, title: `${size} connections`, columns: [], rows: [], remarks }] }
  const runs = twice(runtime.startsWith('node') ? [...ON_NODE, ...setting.subjects] : setting.subjects).map(
    (subject) => {
      return { subject, rss: [] as number[], cpu: [] as number[] }
    },
  )
  const rounds = quick ? 1 : size > 1_000 ? 3 : 5
  const random = seededRandom(rounds)
  for (let round = 0; round < rounds; round += 1) {
    for (const { subject, rss, cpu } of shuffled(random, runs)) {
      const cost = await connectionCost(setting, subject.name, readers)
      rss.push(cost.rss / 1_024)
      cpu.push(cost.cpu)
    }
  }
  const [first] = runs
  const rows = runs.map(({ subject, rss, cpu }) => [
    subject.label,
    ...columnsOf(rss, first?.rss ?? [], 1),
    ...columnsOf(cpu, first?.cpu ?? [], 0),
  ])
  const columns = ['server', 'KiB of RSS', '× first', 'quartiles', 'µs of CPU to accept', '× first', 'quartiles']
  const title = `${readers} connections that are open and idle, each, medians of ${rounds} runs`
  return { tables: [{ name, title, columns, rows, remarks: [coresRemark(cores), ...absent] }] }
}

/** Bytes that stay resident, and microseconds to set it up. */
async function connectionCost(stage: Stage, name: string, readers: number) {
  await using scene = await Scene.open(stage, name, 20)
  const empty = await scene.usage(true)
  await (await scene.read(Math.min(WARM_UP, readers))).kill()
  const before = await scene.usage()
  await scene.read(readers)
  const after = await scene.usage()
  const full = await scene.usage(true)
  return { cpu: (after.cpu - before.cpu) / readers, rss: (full.rss - empty.rss) / readers }
}

function columnsOf(own: readonly number[], first: readonly number[], digits: number): readonly (number | string)[] {
  const paired = quartiles(own.map((each, round) => each / (first[round] ?? Number.NaN)))
  const middle = Number(quantile(own, 0.5).toFixed(digits))
  return [middle, Number(paired.median.toFixed(2)), `${paired.q1.toFixed(2)} to ${paired.q3.toFixed(2)}`]
}
