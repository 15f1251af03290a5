import type { Bench, BenchOptions } from '../harness/bench.ts'
import { seededRandom, shuffled } from '../harness/random.ts'
import type { BenchResult, Comparison, Table } from '../harness/result.ts'
import { quantile, ratio, stray, type Times } from '../harness/statistics.ts'
import { Scene } from './scene.ts'

const BASELINE = 'floor'
/** File in servers/, and what it is. */
const SERVERS = {
  floor: 'floor: node:net, joined bytes to every socket',
  eventwire: '@eventwire/node, a hub',
  'response-write': 'node:http, res.write for each',
  'better-sse': 'better-sse, a channel',
  hono: 'hono, streamSSE',
  h3: 'h3, createEventStream',
} as const
const PER_TURN = [1, 4, 16] as const

export const cases: readonly string[] = [...PER_TURN.map((events) => `fanout-${events}`), 'fanout-idle', 'fanout-time']

/** One publish, many readers: what it costs the server, by the operating system's account of its process. */
export const fanoutBench: Bench = async (options) => {
  if ('bun' in process.versions || 'Deno' in globalThis)
    throw new Error('fanout is of servers on Node: --runtime node24')
  const { only } = options
  if (only === 'fanout-idle') return { tables: [await idle(options)] }
  if (only === 'fanout-time') return { tables: [await latency(options)] }
  const wanted = PER_TURN.filter((events) => only === undefined || only === `fanout-${events}`)
  const comparisons: Comparison[] = []
  for (const events of wanted) comparisons.push(await delivery(events, options))
  return { comparisons } satisfies BenchResult
}

async function delivery(events: number, { quick }: BenchOptions): Promise<Comparison> {
  const readers = quick ? 200 : 1_000
  const rounds = quick ? 3 : 9
  const turns = Math.ceil((quick ? 20 : 60) / Math.sqrt(events))
  const scenes: Scene[] = []
  try {
    for (const name of [BASELINE, ...Object.keys(SERVERS)]) scenes.push(await Scene.open(name, readers))
    const costs = await inTurns(scenes, { events, turns, rounds })
    const [base, again] = costs
    if (!base || !again) throw new Error('unreachable')
    const off = stray(ratio(base, again))
    const rows = scenes.map(({ name }, index) => {
      const { best, rounds, busy } = costs[index] ?? base
      const subject = SERVERS[name as keyof typeof SERVERS] + (index === 1 ? " (A')" : '')
      const note = busy > 0.9 ? { note: `its readers were busy for ${Math.round(busy * 100)} % of the time` } : {}
      return { subject, best, median: quantile(rounds, 0.5), ratio: ratio(base, { best, rounds }), ...note }
    })
    const title = `${events} event${events > 1 ? 's' : ''} of 200 bytes per turn to ${readers} readers, CPU of the server`
    const unit = 'delivered event'
    return { name: `fanout-${events}`, title, unit, rounds, stray: off, noisy: off > 0.05, rows, absent: [] }
  } finally {
    for (const scene of scenes) scene[Symbol.dispose]()
  }
}

interface Cost extends Times {
  /** How busy the process of the readers was at the most, of 1. */
  readonly busy: number
}

/** What each server takes, in nanoseconds per event and reader; in another order each round. */
async function inTurns(
  scenes: readonly Scene[],
  { events, turns, rounds }: { readonly events: number; readonly turns: number; readonly rounds: number },
): Promise<readonly Cost[]> {
  const random = seededRandom(rounds)
  const runs = scenes.map((scene) => ({ scene, all: [] as { readonly cpu: number; readonly busy: number }[] }))
  for (let round = 0; round <= rounds; round += 1) {
    for (const { scene, all } of shuffled(random, runs)) all.push(await scene.run(events, turns))
  }
  return runs.map(({ all }) => {
    // The first is for the compiler.
    const counted = all.slice(1)
    const times = counted.map(({ cpu }) => cpu * 1_000)
    return { best: Math.min(...times), rounds: times, busy: Math.max(...counted.map(({ busy }) => busy)) }
  })
}

async function idle({ quick }: BenchOptions): Promise<Table> {
  const readers = quick ? 500 : 5_000
  const rows: (string | number)[][] = []
  for (const [name, label] of Object.entries(SERVERS)) {
    using scene = await Scene.open(name, readers)
    const { cpu, rss } = scene.cost
    rows.push([label, Number((rss / 1_024).toFixed(1)), Math.round(cpu)])
  }
  const columns = ['server', 'KiB of RSS per connection', 'µs of CPU to accept one']
  return { name: 'fanout-idle', title: `${readers} connections that are open and idle`, columns, rows }
}

async function latency({ quick }: BenchOptions): Promise<Table> {
  const readers = quick ? 200 : 1_000
  const rows: (string | number)[][] = []
  for (const [name, label] of Object.entries(SERVERS)) {
    using scene = await Scene.open(name, readers)
    await scene.run(1, 20)
    const all = await scene.time(quick ? 10 : 60, 100)
    const milliseconds = (share: number): number => Number((quantile(all, share) / 1e6).toFixed(2))
    rows.push([label, milliseconds(0.5), milliseconds(0.99)])
  }
  const columns = ['server', 'p50, ms', 'p99, ms']
  const title = `from publishing to reading, 10 publishes a second to ${readers} readers`
  return { name: 'fanout-time', title, columns, rows }
}
