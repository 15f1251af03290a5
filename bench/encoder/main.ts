import type { Bench } from '../harness/bench.ts'
import { compare, type Subject } from '../harness/compare.ts'
import type { Comparison } from '../harness/result.ts'
import { betterSse } from './better-sse.ts'
import { eventsourceEncoder } from './eventsource-encoder.ts'
import { eventwire } from './eventwire.ts'
import { h3 } from './h3.ts'
import { hono } from './hono.ts'
import type { EncoderRival } from './rival.ts'
import { comments, workloads } from './workloads.ts'

const BASELINE = eventsourceEncoder.name
const rivals: readonly EncoderRival[] = [eventsourceEncoder, eventwire, betterSse, h3, hono]

/** A comparison that is made only when it is asked for. */
interface Case {
  readonly name: string
  readonly title: string
  readonly units: number
  run(rival: EncoderRival): (() => unknown) | undefined
}

const all: readonly Case[] = [
  ...workloads.map(({ name, title, events }): Case => {
    return {
      name: `text-${name}`,
      title: `${title}, to text`,
      units: events.length,
      run: (rival) => rival.text?.(events),
    }
  }),
  ...workloads.map(({ name, title, events }): Case => {
    return {
      name: `bytes-${name}`,
      title: `${title}, to bytes`,
      units: events.length,
      run: (rival) => rival.bytes?.(events),
    }
  }),
  { name: 'text-comments', title: 'comments', units: comments.length, run: (rival) => rival.comments?.(comments) },
  ...workloads
    .filter(({ name }) => name === 'json')
    .map(({ name, title, events }): Case => {
      return {
        name: `stream-${name}`,
        title: `${title}, through a stream`,
        units: events.length,
        run: (rival) => rival.stream?.(events),
      }
    }),
]

export const cases: readonly string[] = all.map(({ name }) => name)

/** Events to text, to bytes, and through a stream: one event at a time. */
export const encoderBench: Bench = async ({ only, quick }) => {
  const comparisons: Comparison[] = []
  for (const { name, title, units, run } of all) {
    if ((only ?? name) !== name) continue
    const subjects = rivals.flatMap((rival): Subject[] => {
      const work = run(rival)
      const { name, note } = rival
      return work === undefined ? [] : [{ name, run: work, units, ...(note !== undefined && { note }) }]
    })
    comparisons.push(await compare(subjects, { name, title, baseline: BASELINE, quick }))
  }
  return { comparisons }
}
