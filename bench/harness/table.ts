import type { BenchResult, Comparison, Table } from './result.ts'

/** All of a result as text for a terminal, within 100 columns. */
export function format({ comparisons = [], tables = [] }: BenchResult): string {
  return [...comparisons.map(comparisonTable), ...tables].map(formatTable).join('\n')
}

function comparisonTable(comparison: Comparison): Table {
  const { name, title, unit, rounds, rows, noisy } = comparison
  const strayed = `A/A strays by ${(comparison.stray * 100).toFixed(1)} % over ${rounds} rounds`
  const { symbol, nanoseconds } = scale(comparison)
  return {
    name,
    title,
    columns: ['subject', `best ${symbol}/${unit}`, 'median', 'ratio', 'paired quartiles', ''],
    rows: rows.map(({ subject, best, median, ratio, bound, note = '' }) => {
      const time = best / nanoseconds
      const short = isLong(note) ? '' : note
      if (bound) return [subject, time, '', `<${times(ratio.best)}`, `>${number(1 / ratio.best)}x slower`, short]
      const { q1, median: middle, q3 } = ratio.paired
      const paired = [q1, middle, q3].map(times).join(' ')
      return [subject, time, median / nanoseconds, times(ratio.best), paired, short]
    }),
    remarks: [noisy ? `NOISY: ${strayed}` : strayed, ...remarksOf(comparison)],
  }
}

/** What must be said below the table: notes that are too long for it, and who does not take part. */
export function remarksOf({ rows, absent }: Comparison): readonly string[] {
  const notes = rows.flatMap(({ subject, note = '' }) => (isLong(note) ? [`${subject}: ${note}`] : []))
  return [...notes, ...absent]
}

function isLong(note: string): boolean {
  return note.length > 24
}

/** The unit of time in which all rows of a comparison read well. */
export function scale({ rows }: Comparison): { readonly symbol: string; readonly nanoseconds: number } {
  const fastest = Math.min(...rows.map(({ best }) => best))
  if (fastest >= 1e6) return { symbol: 'ms', nanoseconds: 1e6 }
  return fastest >= 1e4 ? { symbol: 'µs', nanoseconds: 1e3 } : { symbol: 'ns', nanoseconds: 1 }
}

function formatTable({ name, title, columns, rows, remarks = [] }: Table): string {
  const cells = [columns, ...rows].map((row) => row.map((cell) => (typeof cell === 'number' ? number(cell) : cell)))
  const widths = columns.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)))
  const lines = cells.map((row) => {
    const padded = row.map((cell, column) => {
      const width = widths[column] ?? 0
      return column === 0 || isText(column, rows) ? cell.padEnd(width) : cell.padStart(width)
    })
    return `  ${padded.join('  ').trimEnd()}`
  })
  return [`${name}: ${title}`, ...lines, ...remarks.map((remark) => `  ${remark}`), ''].join('\n')
}

/** Three digits that matter, no exponents. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  const size = Math.abs(value)
  if (size >= 100 || Number.isInteger(value)) return Math.round(value).toLocaleString('en-US')
  if (size >= 10) return value.toFixed(1)
  if (size >= 1) return value.toFixed(2)
  return size === 0 ? '0' : value.toFixed(Math.min(6, 2 - Math.floor(Math.log10(size))))
}

/** A ratio, to two places while that says something. */
export function times(ratio: number): string {
  return ratio < 0.1 ? String(Number(ratio.toPrecision(2))) : ratio.toFixed(2)
}

/** A column with words in it, other than those after a bound, reads from the left. */
function isText(column: number, rows: Table['rows']): boolean {
  return rows.some((row) => {
    const cell = row[column]
    return typeof cell === 'string' && /^[^<>]*[a-z]/.test(cell)
  })
}
