import { epochMark, judgePosition, type GapVerdict, type Page } from '@eventwire/server'
import type { LogRow, Tables } from './tables.ts'

/** Entries of one page at most, whatever is asked for. */
const MOST = 10_000

/** Judges a position and reads what follows it: first how far, so that no data is read that is not given. */
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
  const most = Math.min(from.seq + Math.min(Math.max(limit, 0), MOST), head)
  const last = lastWithin(maxBytes, from.seq, most, row, tables)
  const entries = last > from.seq ? tables.entries.read(id, epoch, from.seq, last) : []
  return { kind: 'entries', from, entries, head: epochMark(epoch, head), ended }
}

/** How far one can read after a seq; one entry is given even if it is larger. */
function lastWithin(maxBytes: number, after: number, upTo: number, row: LogRow, { entries }: Tables): number {
  const before = after > row.floor ? entries.bytesUpTo(row.id, after) : undefined
  const beyond = (before ?? row.floorBytes) + maxBytes + 1
  const first = beyond > row.headBytes ? undefined : entries.firstWithBytes(row.id, after + 1, upTo, beyond)
  return first === undefined ? upTo : first - 1
}
