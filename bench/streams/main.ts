import type { Bench, BenchOptions } from '../harness/bench.ts'
import { compare, type Subject } from '../harness/compare.ts'
import type { BenchResult, Comparison, Table } from '../harness/result.ts'
import { number } from '../harness/table.ts'
import { parserPeers } from '../peers/parsers.ts'
import { iterations } from './iteration.ts'
import { promisesOf } from './promises.ts'
import { tokens } from './source.ts'
import { consumers, type Consumer } from './subjects.ts'

const PER_CHUNK = [1, 10, 100] as const
const EVENTS = 4000
const BASELINE = 'eventsource-parser pipeline'

export const cases: readonly string[] = [...PER_CHUNK.map(caseOf), 'iteration']

/** Whole pipelines, from a ReadableStream of bytes to events in hand; and what handing out an event costs. */
export const streamsBench: Bench = async (options) => {
  const comparisons: Comparison[] = []
  for (const perChunk of PER_CHUNK) {
    if ((options.only ?? caseOf(perChunk)) === caseOf(perChunk)) comparisons.push(await pipelines(perChunk, options))
  }
  return { comparisons, ...((options.only ?? 'iteration') === 'iteration' && (await iteration(options))) }
}

function caseOf(perChunk: number): string {
  return `stream-${perChunk}`
}

async function pipelines(perChunk: number, { quick }: BenchOptions): Promise<Comparison> {
  const title = `a ReadableStream of 250-byte tokens, ${perChunk} per chunk`
  const subjects = await working([...consumers, ...asynchronous(perChunk)], perChunk)
  return await compare(subjects, { name: caseOf(perChunk), title, baseline: BASELINE, quick })
}

async function iteration({ quick }: BenchOptions): Promise<BenchResult> {
  const perChunk = 100
  const subjects = await working(iterations, perChunk)
  const title = 'handing out events that come 100 to a chunk'
  const comparison = await compare(subjects, { name: 'iteration', title, baseline: 'parseEventStream', quick })
  return { comparisons: [comparison], tables: [await promises(perChunk)] }
}

/** The peers that make a stream of the chunks themselves, since they read nothing else. */
function asynchronous(perChunk: number): readonly (readonly [string, Consumer])[] {
  const { chunks } = tokens(perChunk, perChunk)
  const peers = parserPeers.filter((peer) => peer.consume(chunks) instanceof Promise)
  return peers.map((peer) => [peer.name, async (chunks) => await peer.consume(chunks)])
}

/** Those that read the events as they are, each with a run of its own stream. */
async function working(all: readonly (readonly [string, Consumer])[], perChunk: number): Promise<readonly Subject[]> {
  const { chunks, events, checksum } = tokens(EVENTS, perChunk)
  const subjects: Subject[] = []
  for (const [name, consume] of all) {
    const read = await consume(chunks)
    const note = read === checksum ? {} : { note: 'other data' }
    subjects.push({ name, run: () => consume(chunks), units: events, ...note })
  }
  return subjects
}

async function promises(perChunk: number): Promise<Table> {
  const { chunks, events } = tokens(EVENTS, perChunk)
  const rows: (readonly [string, string])[] = []
  for (const [name, consume] of iterations) {
    const count = await promisesOf(() => consume(chunks))
    rows.push([name, count === undefined ? 'the runtime does not tell' : number(count / events)])
  }
  const columns = ['way', 'promises per event']
  return { name: 'promises', title: 'how many promises an event costs, 100 to a chunk', columns, rows }
}
