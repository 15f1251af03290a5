import { contest } from '../../fanout/contest.ts'
import type { Engine, EngineProcess } from '../engine.ts'
import { Following } from '../following.ts'
import { openNode } from '../open-node.ts'
import { payload } from '../payload.ts'
import { rateTable } from '../rate-table.ts'
import type { Case, Setting } from '../setting.ts'

/** Entries between two waits until all have been heard, so that no follower falls behind and reads instead. */
const STEP = 10

interface Scale {
  readonly logs: number
  /** Of each log, at the second node. */
  readonly followers: number
  readonly label: string
}

/** Whether an event costs the engine more if there are more logs, each followed at another node. */
export const cpuOfLogs: Case = (setting) => {
  const { mostLogs = 10_000 } = setting.engine
  const counts = [1, 100, setting.quick ? 1_000 : mostLogs]
  const scales = counts.map((logs) => ({ logs, followers: 1, label: `${logs} log${logs > 1 ? 's' : ''}` }))
  return measure(setting, scales, 'logs, each followed at a second node')
}

/** Whether an event costs the engine more if more follow the log at one node. */
export const cpuOfReaders: Case = (setting) => {
  const scales = [1, 1_000].map((followers) => ({ logs: 1, followers, label: `${followers} on one log` }))
  return measure(setting, scales, 'followers at a second node')
}

async function measure({ name, quick, engine }: Setting, scales: readonly Scale[], what: string) {
  const ours = engine.subjects.find(({ label }) => label.startsWith('eventwire'))
  const [first, ...more] = scales
  if (!ours || !first) throw new Error('unreachable')
  await using stack = new AsyncDisposableStack()
  const contestants = []
  for (const scale of [first, { ...first, label: `${first.label} (A')` }, ...more]) {
    contestants.push(await contestantAt(stack, engine, ours.name, scale, quick ? 200 : 4_000))
  }
  const outcome = await contest(contestants, quick)
  const title = `CPU of ${engine.name} per event by the number of ${what}; ${ours.label}, 1 append in flight`
  return { tables: [rateTable(outcome, { name, title, unit: 'events', cost: 'µs of CPU' })] }
}

/** Each on an engine of its own: what the others keep in theirs, or wait for, is none of its cost. */
async function contestantAt(
  stack: AsyncDisposableStack,
  engine: Engine,
  subject: string,
  { logs: count, followers, label }: Scale,
  events: number,
) {
  const server = stack.use(await engine.start())
  const { at } = server
  const node = stack.use(await openNode(subject, { at, inFlight: 1 }))
  const logs = Array.from({ length: count }, (_, index) => `log-${index}`)
  for (const log of logs) await node.append(log, payload())
  const second = stack.use(await Following.start({ subject, at, logs, followers }))
  let next = 0
  const run = async () => {
    const before = cpuOf(server)
    const start = performance.now()
    for (let event = 0; event < events; event += STEP) {
      for (let step = 0; step < STEP; step += 1) {
        await node.append(logs[next % count] ?? '', payload())
        next += 1
      }
      await second.heard(STEP * followers)
    }
    const passed = performance.now() - start
    return { cpu: ((cpuOf(server) - before) * 1_000) / events, rate: (events / passed) * 1_000, busy: 0 }
  }
  return { label, run }
}

function cpuOf({ cpu }: EngineProcess): number {
  if (!cpu) throw new Error('The CPU of the engine can be told on Linux alone, of one that has a process of its own')
  return cpu()
}
