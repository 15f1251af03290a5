import type { EntryInit, LogCapabilities } from './event-log.ts'
import { utf8Length } from './utf8-length.ts'

/**
 * For logs: bytes of UTF-8 that an entry takes, its data and what filters see of it (`meta`). Ask before anything of a
 * batch is appended.
 *
 * @throws RangeError for more than an entry of the log may take.
 */
export function entrySize({ data, meta }: EntryInit, { maxEntryBytes }: LogCapabilities): number {
  const size = metaOf(meta).reduce((sum, text) => sum + utf8Length(text), utf8Length(data))
  if (size <= maxEntryBytes) return size
  const what = meta ? 'data and meta take' : 'data takes'
  throw new RangeError(`${what} ${size} bytes, and an entry of this log may take ${maxEntryBytes} (maxEntryBytes)`)
}

/** The same for who does not need the size: what is short enough, however it is encoded, is not looked at. */
export function checkEntrySize(entry: EntryInit, capabilities: LogCapabilities): void {
  const units = metaOf(entry.meta).reduce((sum, { length }) => sum + length, entry.data.length)
  // UTF-8 takes at most three bytes for a UTF-16 unit. What is no text has no length, and is none of that.
  if (units * 3 <= capabilities.maxEntryBytes) return
  entrySize(entry, capabilities)
}

function metaOf(meta: EntryInit['meta']): readonly string[] {
  return meta ? Object.entries(meta).flat() : []
}
