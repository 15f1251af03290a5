import type { BenchResult } from '../../harness/result.ts'
import { contest } from '../contest.ts'
import { outcomeTable } from '../outcome-table.ts'
import { Scene } from '../scene.ts'
import type { Setting } from '../setting.ts'

/** Events in one turn at the most. */
const PER_TURN = 1_000
/** How often each reader gets an event in one turn of a contestant. */
const SWEEPS = 4

/** As many readers on more and more channels: in each sweep every reader gets one event. */
export async function channels(setting: Setting): Promise<BenchResult> {
  const { quick, name, cores } = setting
  const readers = quick ? 1_000 : 10_000
  await using stack = new AsyncDisposableStack()
  const contestants = []
  const counts = [1, 10, 100, 1_000, 10_000].filter((count) => count <= readers)
  for (const [index, count] of [1, ...counts].entries()) {
    const template = `channel-{n%${count}}`
    const scene = stack.use(await Scene.open(setting, 'eventwire', readers, { path: `/${template}` }))
    const events = Math.min(count, PER_TURN)
    const publication = { events, turns: (SWEEPS * count) / events, to: template }
    const label = `${count} channel${count > 1 ? 's' : ''} with ${readers / count} each${index === 1 ? " (A')" : ''}`
    contestants.push({ label, run: () => scene.run(publication, SWEEPS * readers) })
  }
  const title = `eventwire, ${readers} readers, one event for each, at most ${PER_TURN} publishes per turn`
  return { tables: [outcomeTable(await contest(contestants, quick), { name, title, cores })] }
}

/** Sessions that take two channels, one of them for themselves alone. */
export async function users(setting: Setting): Promise<BenchResult> {
  const { quick, name, cores } = setting
  const readers = quick ? 200 : 1_000
  const turns = quick ? 20 : 40
  await using stack = new AsyncDisposableStack()
  const one = stack.use(await Scene.open(setting, 'eventwire', readers, { path: '/global' }))
  const same = stack.use(await Scene.open(setting, 'eventwire', readers, { path: '/global' }))
  const two = stack.use(await Scene.open(setting, 'eventwire', readers, { path: '/global/user-{n}' }))
  const global = { events: 1, turns, to: 'global' }
  const each = { events: readers, turns: turns / 10, to: `user-{n%${readers}}` }
  const contestants = [
    { label: 'one channel', run: () => one.run(global, turns * readers) },
    { label: "one channel (A')", run: () => same.run(global, turns * readers) },
    { label: 'global + user-N, to global', run: () => two.run(global, turns * readers) },
    { label: 'global + user-N, to each user-N in one turn', run: () => two.run(each, each.turns * readers) },
  ]
  const title = `eventwire, ${readers} readers that take two channels`
  return { tables: [outcomeTable(await contest(contestants, quick), { name, title, cores })] }
}
