import type { BenchResult } from '../../harness/result.ts'
import { contest } from '../contest.ts'
import { outcomeTable } from '../outcome-table.ts'
import { Scene } from '../scene.ts'
import type { Case, Setting } from '../setting.ts'
import type { Subject } from '../subjects.ts'
import { twice } from './delivery.ts'

const ON_NODE: readonly Subject[] = [
  { name: 'pipe-response-write', label: 'node:http, res.write and drain' },
  { name: 'pipe-floor', label: 'floor: node:net, a joined write per turn' },
  { name: 'pipe-eventwire', label: 'eventwire, session.pipe of @eventwire/node' },
  { name: 'pipe-hono', label: 'hono, streamSSE', share: 1 / 2 },
]
const ON_THE_WEB: readonly Subject[] = [
  { name: 'pipe-pulled', label: 'ReadableStream, joined on pull' },
  { name: 'pipe-enqueued', label: 'ReadableStream, enqueue from start' },
  { name: 'pipe-web', label: 'eventwire, session.pipe of the web door' },
]
const DIRECT: Subject = { name: 'pipe-direct', label: "Bun's type: 'direct', write" }

/** One fast stream to one reader, on Node's own responses. */
export function pipe(events: number): Case {
  return (setting) => stream(setting, ON_NODE, events)
}

/** The same as a `Response`, for whatever serves it. */
export function webPipe(events: number): Case {
  return (setting) => stream(setting, setting.runtime === 'bun' ? [...ON_THE_WEB, DIRECT] : ON_THE_WEB, events)
}

async function stream(setting: Setting, subjects: readonly Subject[], events: number): Promise<BenchResult> {
  const { quick, name, cores } = setting
  await using stack = new AsyncDisposableStack()
  const contestants = []
  for (const { name, label, share = 1 } of twice(subjects)) {
    const scene = stack.use(await Scene.open(setting, name, 1, { path: '/1/1' }))
    const turns = Math.round(((quick ? 5_000 : 20_000) * share) / Math.sqrt(events))
    contestants.push({ label, run: () => scene.stream(`/${events}/${turns}`, events * turns) })
  }
  const outcome = await contest(contestants, quick)
  const title = `one stream of short events to one reader, ${events} per turn, CPU of the server`
  return { tables: [outcomeTable(outcome, { name, title, unit: 'event', cores })] }
}
