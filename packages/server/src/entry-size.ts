import type { LogCapabilities } from './event-log.ts'
import { utf8Length } from './utf8-length.ts'

/**
 * Bytes that the data of an entry takes.
 *
 * @throws RangeError for more than an entry of the log may take.
 */
export function entrySize(data: string, { maxEntryBytes }: LogCapabilities): number {
  const size = utf8Length(data)
  if (size <= maxEntryBytes) return size
  throw new RangeError(`data takes ${size} bytes, and an entry of this log may take ${maxEntryBytes} (maxEntryBytes)`)
}

/** The same for who does not need the size: what is short enough, however it is encoded, is not looked at. */
export function checkEntrySize(data: string, capabilities: LogCapabilities): void {
  // UTF-8 takes at most three bytes for a UTF-16 unit.
  if (data.length * 3 > capabilities.maxEntryBytes) entrySize(data, capabilities)
}
