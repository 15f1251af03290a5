import type { Bench, BenchOptions } from '../harness/bench.ts'
import { compare, type Subject } from '../harness/compare.ts'
import type { Comparison } from '../harness/result.ts'
import { tokens } from '../streams/source.ts'
import { clients } from './subjects.ts'

const PER_CHUNK = [1, 10, 100] as const
/** So many that making the connection and leaving it is not what is measured. */
const EVENTS = 50_000
const BASELINE = 'bare: reader and EventStreamParser'

export const cases: readonly string[] = PER_CHUNK.map(caseOf)

/** Clients next to a bare loop around the parser, which neither reconnects nor knows what a status is. */
export const clientBench: Bench = async (options) => {
  const comparisons: Comparison[] = []
  for (const perChunk of PER_CHUNK) {
    if ((options.only ?? caseOf(perChunk)) === caseOf(perChunk)) comparisons.push(await connected(perChunk, options))
  }
  return { comparisons }
}

function caseOf(perChunk: number): string {
  return `client-${perChunk}`
}

async function connected(perChunk: number, { quick }: BenchOptions): Promise<Comparison> {
  const { chunks, events, checksum } = tokens(EVENTS, perChunk)
  const subjects: Subject[] = []
  const absent: string[] = []
  for (const [name, read] of clients) {
    try {
      const note = (await read(chunks, events)) === checksum ? {} : { note: 'other data' }
      subjects.push({ name, run: () => read(chunks, events), units: events, ...note })
    } catch (error) {
      absent.push(`${name} does not run: ${String(error).slice(0, 80)}`)
    }
  }
  const title = `250-byte tokens, ${perChunk} per chunk, from fetch to the consumer`
  return await compare(subjects, { name: caseOf(perChunk), title, baseline: BASELINE, quick, absent })
}
