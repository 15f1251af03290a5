import { setTimeout } from 'node:timers/promises'
import type { BenchResult } from '../../harness/result.ts'
import { Scene } from '../scene.ts'
import type { Setting } from '../setting.ts'

const HEALTHY = 80
const STALLED = 20
const SIZE = 65_000
const EVENTS_AT_ONCE = 4
/** Milliseconds in which the healthy must get what was published at once. */
const PATIENCE = 20_000
const MIB = 2 ** 20

const SUBJECTS = {
  eventwire: 'eventwire, a hub',
  'response-write': 'node:http, res.write for each',
  'better-sse': 'better-sse, a channel',
} as const

/** How a server grows by readers that do not read, and what becomes of those that do. */
export async function stalled(setting: Setting): Promise<BenchResult> {
  const { quick, name } = setting
  const total = (quick ? 1 / 8 : 1) * 1_024 * MIB
  const rows: (string | number)[][] = []
  for (const [name, label] of Object.entries(SUBJECTS)) {
    await using scene = await Scene.open(setting, name, HEALTHY)
    await scene.read(STALLED, { stalled: true })
    rows.push([label, ...(await flood(scene, total))])
  }
  const columns = ['server', 'MiB of RSS more, at the most', 'the healthy got all', 'seconds']
  const title = `${total / MIB} MiB published past ${STALLED} readers that never read, in events of ${SIZE} bytes, beside ${HEALTHY} that do`
  return { tables: [{ name, title, columns, rows }] }
}

/** MiB that it grew at the most, whether the healthy got everything, and how long it took. */
async function flood(scene: Scene, total: number): Promise<readonly (string | number)[]> {
  const before = await scene.usage(true)
  const times = Math.ceil(total / STALLED / SIZE / EVENTS_AT_ONCE)
  const start = performance.now()
  let most = before.rss
  let isWhole = true
  for (let time = 0; time < times && isWhole; time += 1) {
    const published = scene.publish({ events: EVENTS_AT_ONCE, turns: 1, size: SIZE }, EVENTS_AT_ONCE * HEALTHY)
    isWhole = await Promise.race([published.then(() => true), setTimeout(PATIENCE, false, { ref: false })])
    if (time % 8 === 0 || time === times - 1) most = Math.max(most, (await scene.usage(true)).rss)
  }
  const seconds = (performance.now() - start) / 1_000
  return [Math.round((most - before.rss) / MIB), isWhole ? 'yes' : 'NO', Number(seconds.toFixed(1))]
}
