import type { Table } from '../harness/result.ts'
import { number } from '../harness/table.ts'
import type { Measurement } from '../measure.ts'
import { markdown } from './markdown.ts'

const COLUMN = '× first'
const INTRO = `\`${COLUMN}\` is a cost in multiples of that of the table's first row, in the same round: the median of all rounds, between its quartiles. Below 1 is cheaper. NOISY: the first row strayed more than 5 % from itself in every attempt. Ours of all tables, where there are two the first is memory:`

/** Ours in multiples of the first, of all tables that say so, by runtime; nothing if there are none. */
export function timesFirst(measurements: readonly Measurement[]): readonly string[] {
  const runtimes = measurements.map(({ environment }) => environment.runtime)
  const cells = measurements.flatMap(({ environment, tables = [] }) => {
    return tables.flatMap((table) => oursIn(table).map((ours) => ({ ...ours, runtime: environment.runtime })))
  })
  if (cells.length === 0) return []
  const rows = [...Map.groupBy(cells, ({ key }) => key).values()].map((group) => {
    const of = (runtime: string): string => group.find((cell) => cell.runtime === runtime)?.cost ?? ''
    return [group[0]?.name ?? '', group[0]?.subject ?? '', ...runtimes.map(of)]
  })
  return [INTRO, markdown(['case', 'subject', ...runtimes], rows)]
}

function oursIn({ name, columns, rows, remarks = [] }: Table) {
  const places = columns.flatMap((column, index) => (column === COLUMN ? [index] : []))
  if (places.length === 0) return []
  const mark = remarks.some((remark) => remark.startsWith('NOISY')) ? '*' : ''
  return rows.flatMap(([subject = '', ...rest]) => {
    if (typeof subject !== 'string' || !subject.startsWith('eventwire')) return []
    const costs = places.map((place) => `${number(Number(rest[place - 1]))} (${rest[place]})${mark}`)
    // Each runtime has an adapter of its own.
    const same = subject.replace(/@eventwire\/(node|bun|deno)/, 'the adapter')
    return [{ name, subject: same, key: `${name} ${same}`, cost: costs.join(', ') }]
  })
}
