import type { Bench, BenchOptions } from '../harness/bench.ts'
import { compare, type Subject } from '../harness/compare.ts'
import type { Comparison } from '../harness/result.ts'
import { fittingShare } from '../harness/share.ts'
import { eventsourceParser as baseline } from '../peers/eventsource-parser.ts'
import { eventwireParser } from '../peers/eventwire-parser.ts'
import type { ParserPeer } from '../peers/parser-peer.ts'
import { parserPeers } from '../peers/parsers.ts'
import { floor } from './floor.ts'
import type { Stream } from './stream.ts'
import { workloads, type Workload } from './workloads.ts'

export const cases: readonly string[] = workloads.map(({ name }) => name)

/** Bytes to events, decoding counted, chunk by chunk and with nothing in between that the subject does not bring itself. */
export const parserBench: Bench = async (options) => {
  const comparisons: Comparison[] = []
  for (const workload of workloads) {
    if ((options.only ?? workload.name) === workload.name) comparisons.push(await measured(workload, options))
  }
  return { comparisons }
}

async function measured(workload: Workload, { quick }: BenchOptions): Promise<Comparison> {
  const { name, title, slice } = workload
  const whole = workload.stream(1)
  const subjects: Subject[] = []
  const absent: string[] = []
  for (const peer of parserPeers) {
    try {
      subjects.push(await subjectOf(peer, workload, whole))
    } catch (error) {
      absent.push(`${peer.name} does not read it: ${String(error).slice(0, 60)}`)
    }
  }
  if (slice !== undefined) {
    const { chunks, events } = whole
    subjects.push({ name: 'floor', run: () => floor(chunks, slice), units: events, note: 'decode, make the object' })
  }
  return await compare(subjects, { name, title, baseline: baseline.name, quick, absent })
}

/** The two that matter get all the work; another that is slow gets as much of it as it has the time for. */
async function subjectOf(peer: ParserPeer, workload: Workload, whole: Stream): Promise<Subject> {
  const { name } = peer
  if (peer === baseline || peer === eventwireParser) {
    return { name, run: () => peer.consume(whole.chunks), units: whole.events, ...(await note(peer, whole)) }
  }
  const { share, time, tooLong } = await fittingShare((share) => {
    const { chunks } = workload.stream(share)
    return () => peer.consume(chunks)
  })
  const part = share === 1 ? whole : workload.stream(share)
  const units = (part.bytes / whole.bytes) * whole.events
  const notes = await note(peer, part, share)
  return { name, run: () => peer.consume(part.chunks), units, ...notes, ...(tooLong && { tooSlow: time / units }) }
}

async function note(peer: ParserPeer, { chunks, checksum }: Stream, share = 1): Promise<{ note?: string }> {
  const differs = (await peer.consume(chunks)) !== checksum
  if (share < 1) return { note: differs ? `other data, 1/${1 / share}` : `1/${1 / share} of the work` }
  return differs ? { note: 'other data' } : {}
}
