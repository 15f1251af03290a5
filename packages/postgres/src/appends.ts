import type { EntryInit, Position } from '@eventwire/server'
import type { ResolvedOptions } from './options.ts'
import { markAt } from './position.ts'
import { tipOf } from './reading.ts'
import { stored } from './text.ts'

/** An append as `append` of the schema takes it. */
export type Job = readonly [key: string | null, entries: readonly JobEntry[]]
type JobEntry = readonly [channel: string, type: string | null, meta: string | null, data: string, size: number]

/** What is appended to one log in one call. */
export interface Part {
  readonly name: string
  /** False for a log that was there before: if it is not, somebody has deleted it. */
  readonly mayMake: boolean
  readonly jobs: readonly Job[]
}

/** What became of a part. */
export type PartAnswer = 'locked' | 'deleted' | Appended

/** A log was appended to. */
export interface Appended {
  readonly epoch: string
  readonly tip: string
  /** Of each job; `ended` if the log had ended before. */
  readonly results: readonly (readonly Position[] | 'ended')[]
}

export function jobOf(inits: readonly EntryInit[], sizes: readonly number[], key: string | undefined): Job {
  const entries = inits.map(({ channel, type, meta, data }, index): JobEntry => {
    const kind = type === undefined ? null : stored(type)
    return [stored(channel), kind, meta ? stored(JSON.stringify(meta)) : null, stored(data), sizes[index] ?? 0]
  })
  return [key === undefined ? null : stored(key), entries]
}

/** The values for `append` of the schema. @param patient false: what others have locked is left out */
export function appendValues(
  parts: readonly Part[],
  options: ResolvedOptions,
  { patient, wait }: { readonly patient: boolean; readonly wait?: number },
): string[] {
  const { maxEntries, maxBytes, maxAge, maxKeys } = options
  const age = maxAge === Infinity ? null : maxAge
  const keep = { entries: maxEntries, bytes: maxBytes, age, keys: maxKeys, patient, wait }
  const texts = parts.map(({ name, mayMake, jobs }) => [
    stored(name),
    mayMake,
    jobs.map(([key, entries]) => [key, entries.length]),
    jobs.flatMap(([, entries]) => entries),
  ])
  return [JSON.stringify(texts), JSON.stringify(keep)]
}

/** What `append` of the schema answered, part by part. */
export function partAnswers(answer: unknown, parts: readonly Part[]): readonly PartAnswer[] {
  return (answer as readonly unknown[]).map((each, index) =>
    typeof each === 'string' ? (each as PartAnswer) : appended(each, parts[index]?.jobs ?? []),
  )
}

function appended(answer: unknown, jobs: readonly Job[]): Appended {
  const [epoch, head, headTag, first, newTag, others] = answer as readonly [
    epoch: string,
    head: number,
    headTag: string,
    first: number,
    newTag: string,
    others: Readonly<Record<number, readonly [first: number, count: number, tag: string] | 'ended'>>,
  ]
  let next = first
  const results = jobs.map(([, entries], index) => {
    const other = others[index]
    if (other === 'ended') return other
    const [from, count, tag] = other ?? [next, entries.length, newTag]
    if (!other) next += count
    return Array.from({ length: count }, (_, offset) => markAt(epoch, from + offset, tag).position)
  })
  return { epoch, tip: tipOf(epoch, head, headTag, results.includes('ended')), results }
}
