import type { Comparison, ComparisonRow } from '../harness/result.ts'
import { number, remarksOf, scale, times } from '../harness/table.ts'
import type { Measurement } from '../measure.ts'
import { markdown, sentence } from './markdown.ts'

/** Ours against the first, every case on every runtime. */
export function summary(measurements: readonly Measurement[]): string {
  const rows = casesOf(measurements).flatMap(({ name, title, on }) => {
    const ours = subjects(on).filter((subject) => subject.startsWith('eventwire'))
    return ours.map((subject) => {
      const cells = measurements.map(({ environment }) => ratioCell(on.get(environment.runtime), subject))
      return [name, title, ...(ours.length > 1 ? [subject] : ['eventwire']), ...cells]
    })
  })
  return markdown(['case', 'what', 'subject', ...measurements.map(({ environment }) => environment.runtime)], rows)
}

/** A table for every case: subject by runtime. */
export function compared(measurements: readonly Measurement[]): readonly string[] {
  const runtimes = measurements.map(({ environment }) => environment.runtime)
  return casesOf(measurements).map(({ name, title, unit, on }) => {
    const rows = subjects(on).map((subject) => {
      return [subject, ...runtimes.map((runtime) => fullCell(on.get(runtime), subject))]
    })
    const remarks = new Set([...on.values()].flatMap(remarksOf))
    const intro = [`### ${name}`, `${sentence(title)}; time per ${unit} (ratio).`]
    return [...intro, markdown(['subject', ...runtimes], rows), ...remarks].join('\n\n')
  })
}

interface Case extends Pick<Comparison, 'name' | 'title' | 'unit'> {
  /** Runtime → what was measured there. */
  readonly on: ReadonlyMap<string, Comparison>
}

function casesOf(measurements: readonly Measurement[]): readonly Case[] {
  const all = measurements.flatMap(({ environment, comparisons = [] }) => {
    return comparisons.map((comparison) => ({ runtime: environment.runtime, comparison }))
  })
  const byName = Map.groupBy(all, ({ comparison }) => comparison.name)
  return [...byName.values()].flatMap((group) => {
    const on = new Map(group.map(({ runtime, comparison }) => [runtime, comparison]))
    return group.slice(0, 1).map(({ comparison: { name, title, unit } }) => ({ name, title, unit, on }))
  })
}

function subjects(on: ReadonlyMap<string, Comparison>): readonly string[] {
  return [...new Set([...on.values()].flatMap(({ rows }) => rows.map(({ subject }) => subject)))]
}

function ratioCell(comparison: Comparison | undefined, subject: string): string {
  const row = comparison?.rows.find((row) => row.subject === subject)
  return row === undefined ? '' : `${bounded(row)}${comparison?.noisy === true ? '*' : ''}`
}

function fullCell(comparison: Comparison | undefined, subject: string): string {
  const row = comparison?.rows.find((row) => row.subject === subject)
  if (comparison === undefined || row === undefined) return ''
  const { symbol, nanoseconds } = scale(comparison)
  return `${number(row.best / nanoseconds)} ${symbol} (${ratioCell(comparison, subject)})`
}

function bounded({ ratio, bound }: ComparisonRow): string {
  return `${bound === true ? '<' : ''}${times(ratio.best)}`
}
