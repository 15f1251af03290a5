import type { Bench } from '../harness/bench.ts'
import { append } from './cases/append.ts'
import { catchUp } from './cases/catch-up.ts'
import { deliver } from './cases/deliver.ts'
import { cpuOfLogs, cpuOfReaders } from './cases/engine-cpu.ts'
import type { Engine } from './engine.ts'
import { nats } from './engines/nats.ts'
import { postgres } from './engines/postgres.ts'
import { redis } from './engines/redis.ts'
import { sqlite } from './engines/sqlite.ts'
import type { Case } from './setting.ts'

const ANYWHERE: Readonly<Record<string, Case>> = {
  'append-1': append(1),
  'append-64': append(64),
  deliver,
  'catch-up': catchUp,
}
/** Of engines that have a process of their own. */
const OF_SERVERS: Readonly<Record<string, Case>> = { 'cpu-logs': cpuOfLogs, 'cpu-readers': cpuOfReaders }

const found = new Map<string, { readonly engine: Engine; readonly run: Case }>([
  ...casesOf(sqlite, ANYWHERE),
  ...[redis, postgres, nats].flatMap((engine) => casesOf(engine, { ...ANYWHERE, ...OF_SERVERS })),
])

export const cases: readonly string[] = [...found.keys()]

/** What logs cost beside what one would write by hand on the same engine (on Node). */
export const logsBench: Bench = async ({ quick, only = '' }) => {
  const wanted = found.get(only)
  if (!wanted) throw new TypeError(`logs has no case ${only}`)
  const { engine, run } = wanted
  const missing = engine.missing()
  if (missing === undefined) return run({ name: only, quick, engine })
  const sentence = `SKIPPED: ${only}, since ${missing}`
  console.error(sentence)
  return { tables: [{ name: only, title: 'not measured', columns: [], rows: [], remarks: [sentence] }] }
}

function casesOf(engine: Engine, cases: Readonly<Record<string, Case>>) {
  return Object.entries(cases).map(([name, run]) => [`logs-${engine.name}-${name}`, { engine, run }] as const)
}
