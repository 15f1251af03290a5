import type { ResolvedOptions } from './options.ts'
import type { LogRow, Tables } from './tables.ts'

/** Trimmed entries that may lie in the file until they are deleted together, which dirties fewer pages; and their bytes. */
const LITTER = 64
const LITTER_BYTES = 64 * 1024

/**
 * Raises the floor above the oldest entries that a log does not keep. What is below the floor is never given, and is deleted
 * at every 64th entry, or at once if it is large.
 *
 * @param last of the entries that may go
 */
export function trim(row: LogRow, last: number, tables: Tables, options: ResolvedOptions): void {
  const { floor: before, floorBytes } = row
  const raise = (floor: number): void => {
    if (floor <= row.floor) return
    row.floor = floor
    row.floorBytes = tables.entries.bytesUpTo(row.id, floor) ?? row.floorBytes
  }
  raise(Math.min(row.head - options.maxEntries, last))
  const surplus = row.headBytes - options.maxBytes
  if (surplus > row.floorBytes) raise(tables.entries.firstWithBytes(row.id, row.floor, last, surplus) ?? last)
  if (options.maxAge < Infinity) {
    const oldest = options.clock.now() - options.maxAge
    raise((tables.entries.firstSince(row.id, row.floor, last, oldest) ?? last + 1) - 1)
  }
  const crossed = Math.floor(row.floor / LITTER) > Math.floor(before / LITTER)
  if (crossed || row.floorBytes - floorBytes > LITTER_BYTES) tables.entries.delete(row.id, row.floor)
}
