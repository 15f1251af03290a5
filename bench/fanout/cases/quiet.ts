import type { BenchResult } from '../../harness/result.ts'
import { contest } from '../contest.ts'
import { outcomeTable } from '../outcome-table.ts'
import { Scene } from '../scene.ts'
import type { Setting } from '../setting.ts'

/** What a publish costs that is for nobody, or for one of many. */
export async function quiet(setting: Setting): Promise<BenchResult> {
  const { quick, name, cores } = setting
  const many = quick ? 1_000 : 10_000
  const turns = quick ? 500 : 4_000
  await using stack = new AsyncDisposableStack()
  const open = async (readers: number, path: string): Promise<Scene> =>
    stack.use(await Scene.open(setting, 'eventwire', readers, { path }))
  const alone = await open(0, '/')
  const again = await open(0, '/')
  const elsewhere = await open(1_000, '/elsewhere')
  const filtered = await open(1_000, '/filtered')
  const single = await open(1, '/channel-7')
  const spread = await open(many, '/channel-{n}')
  const to = (channel: string) => ({ events: 1, turns, to: channel })
  const nothing = stack.use(await Scene.open(setting, 'nothing', 0))
  const contestants = [
    { label: 'no reader at all', run: () => alone.run(to('ticks'), 0) },
    { label: "no reader at all (A')", run: () => again.run(to('ticks'), 0) },
    { label: 'no hub at all: what the benchmark itself takes', run: () => nothing.run(to('ticks'), 0) },
    { label: '1,000 readers, none of them on this channel', run: () => elsewhere.run(to('ticks'), 0) },
    { label: '1,000 readers, all filtered out', run: () => filtered.run(to('filtered'), 0) },
    { label: '1 reader on 1 channel', run: () => single.run(to('channel-7'), turns) },
    { label: `${many} readers on ${many} channels, to one of them`, run: () => spread.run(to('channel-7'), turns) },
  ]
  const title = 'eventwire, one publish per turn that nobody gets, or one reader'
  return { tables: [outcomeTable(await contest(contestants, quick), { name, title, unit: 'publish', cores })] }
}
