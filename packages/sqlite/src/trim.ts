import type { ResolvedOptions } from './options.ts'
import type { LogRow, Tables } from './tables.ts'

/** Entries looked at together, at least and at most. */
const LEAST = 8
const MOST = 256

/** Takes the oldest entries away that a log does not keep; the newest one always stays. */
export function trim(row: LogRow, tables: Tables, options: ResolvedOptions): void {
  const oldest = options.clock.now() - options.maxAge
  const isTooMuch = (time: number): boolean =>
    row.head - row.floor > options.maxEntries || row.bytes > options.maxBytes || time < oldest
  if (!isTooMuch(Infinity) && options.maxAge === Infinity) return
  const before = row.floor
  let done = false
  while (!done) {
    const beyond = row.head - row.floor - options.maxEntries
    // The newest stays: it is not even looked at.
    const step = Math.min(Math.max(beyond, LEAST), MOST, row.head - row.floor - 1)
    const sizes = step > 0 ? tables.sizes(row.id, row.floor, step) : []
    for (const { seq, size, time } of sizes) {
      done = !isTooMuch(time)
      if (done) break
      row.floor = seq
      row.bytes -= size
    }
    done ||= sizes.length === 0
  }
  if (row.floor > before) tables.deleteEntries(row.id, row.floor)
}
