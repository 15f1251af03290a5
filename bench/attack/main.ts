import { EventStreamParser } from '@eventwire/parser'
import { measure } from 'mitata'
import type { Bench } from '../harness/bench.ts'
import { usedBytes } from '../harness/memory.ts'
import { number } from '../harness/table.ts'
import { attacks, type Attack } from './attacks.ts'
import { verdict } from './verdict.ts'

const COLUMNS = ['stream', 'MiB', 'ns/byte', '', '', 'KiB held', '', '', 'its data', '']

/** Whether time is linear and memory flat, whatever is sent: cost against size. */
export const attackBench: Bench = async ({ only, quick }) => {
  const rows: (string | number)[][] = []
  for (const attack of attacks) {
    if ((only ?? attack.name) === attack.name) rows.push(await row(attack, quick))
  }
  const title = 'what a hostile stream costs at three sizes: nanoseconds per byte, and KiB held at its end'
  const remarks = [
    '"its data": KiB of data that the largest stream has for an event that never ends, 16 MiB at most by default.',
    'not linear: a byte costs over twice as much in the largest. not flat: it holds twice its data and 256 KiB.',
  ]
  return { tables: [{ name: 'attack', title, columns: COLUMNS, rows, remarks }] }
}

async function row(attack: Attack, quick: boolean): Promise<(string | number)[]> {
  const times: number[] = []
  const held: number[] = []
  const sizes = attack.sizes.map((size) => (quick ? size / 4 : size))
  const chunk = new TextEncoder().encode(attack.chunk)
  for (const size of sizes) {
    const count = Math.ceil(size / chunk.length)
    times.push((await nanoseconds(() => read(attack.start, chunk, count))) / size)
    held.push(await retained(() => read(attack.start, chunk, count)))
  }
  const data = ((sizes[2] ?? 0) / chunk.length) * (attack.dataPerChunk ?? 0)
  const kibibytes = [...held, data].map((bytes) => Math.round(bytes / 1024))
  return [attack.name, sizes.map(mebibytes).join(' '), ...times, ...kibibytes, verdict(times, held[2] ?? 0, data)]
}

function read(start: string, chunk: Uint8Array, count: number): EventStreamParser {
  const parser = new EventStreamParser()
  let events = parser.push(start).length
  for (let index = 0; index < count; index += 1) events += parser.push(chunk).length
  if (events > 0) throw new Error('an attack that ends events keeps nothing')
  return parser
}

async function nanoseconds(run: () => unknown): Promise<number> {
  const { min } = await measure(() => run(), { min_cpu_time: 100e6, min_samples: 2, batch_threshold: -1, gc: false })
  return min
}

/** What is in use more while the parser lives. */
async function retained(run: () => EventStreamParser): Promise<number> {
  const before = await usedBytes()
  const parser = run()
  const after = await usedBytes()
  // Alive until here.
  if (parser.lastEventId === 'none') throw new Error('unreachable')
  return after - before
}

function mebibytes(bytes: number): string {
  return number(bytes / 2 ** 20)
}
