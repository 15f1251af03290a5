import type { ResolvedOptions } from './options.ts'
import type { LogRow, Tables } from './tables.ts'

/** Entries looked at together, at least and at most. */
const LEAST = 8
const MOST = 256

/** Trimmed entries that may lie in the file until they are deleted together, which dirties fewer pages; and their bytes. */
const LITTER = 256
const LITTER_BYTES = 64 * 1024

/**
 * Raises the floor above the oldest entries that a log does not keep; the newest one always stays. What is below the floor
 * is never given, and is deleted at every 256th entry, or at once if it is large.
 */
export function trim(row: LogRow, tables: Tables, options: ResolvedOptions): void {
  const oldest = options.clock.now() - options.maxAge
  const isTooMuch = (time: number): boolean =>
    row.head - row.floor > options.maxEntries || row.bytes > options.maxBytes || time < oldest
  if (!isTooMuch(Infinity) && options.maxAge === Infinity) return
  const { floor: before, bytes } = row
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
  const crossed = Math.floor(row.floor / LITTER) > Math.floor(before / LITTER)
  if (crossed || bytes - row.bytes > LITTER_BYTES) tables.deleteEntries(row.id, row.floor)
}
