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
  const { floor: before, bytes } = row
  trimCount(row, tables, options.maxEntries)
  trimBytesAndAge(row, tables, options)
  const crossed = Math.floor(row.floor / LITTER) > Math.floor(before / LITTER)
  if (crossed || bytes - row.bytes > LITTER_BYTES) tables.deleteEntries(row.id, row.floor)
}

/** By one number for all: this is what every group does to a log that is full. */
function trimCount(row: LogRow, tables: Tables, maxEntries: number): void {
  const floor = row.head - maxEntries
  if (floor <= row.floor) return
  row.bytes -= tables.bytesOf(row.id, row.floor, floor)
  row.floor = floor
}

function trimBytesAndAge(row: LogRow, tables: Tables, { maxBytes, maxAge, clock }: ResolvedOptions): void {
  const oldest = clock.now() - maxAge
  if (row.bytes <= maxBytes && maxAge === Infinity) return
  for (let step = LEAST; ; step = MOST) {
    // The newest stays: it is not even looked at.
    const sizes = tables.sizes(row.id, row.floor, Math.max(Math.min(step, row.head - row.floor - 1), 0))
    for (const { seq, size, time } of sizes) {
      if (row.bytes <= maxBytes && time >= oldest) return
      row.floor = seq
      row.bytes -= size
    }
    if (sizes.length === 0) return
  }
}
