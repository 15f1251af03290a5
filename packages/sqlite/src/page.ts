import { epochMark, judgePosition, type GapVerdict, type Page } from '@eventwire/server'
import type { LogRow, Tables } from './tables.ts'

/** Entries of one page at most, whatever is asked for; to SQLite a limit below 0 is none. */
const MOST = 10_000

/** Judges a position and reads what follows it: the sizes first, so that no data is read that is not given. */
export function pageOf(
  after: string,
  row: LogRow,
  tables: Tables,
  { limit, maxBytes }: { readonly limit: number; readonly maxBytes: number },
): Page | GapVerdict {
  const { id, epoch, floor, head, ended } = row
  const verdict = judgePosition(after, { epoch, floorSeq: floor, headSeq: head })
  if (verdict.kind === 'gap') return verdict
  const { from } = verdict
  let bytes = 0
  let last = from.seq
  for (const { seq, size } of tables.sizes(id, from.seq, Math.min(Math.max(limit, 0), MOST))) {
    bytes += size
    // One is given even if it is larger.
    if (bytes > maxBytes && last > from.seq) break
    last = seq
  }
  const entries = last > from.seq ? tables.entries(row, from.seq, last) : []
  return { kind: 'entries', from, entries, head: epochMark(epoch, head), ended }
}
