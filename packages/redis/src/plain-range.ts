import type { Entry, Mark } from '@eventwire/server'
import { entriesOfRange } from './entry-label.ts'
import type { PositionParts } from './position.ts'
import type { Reading } from './reading.ts'

/** Entries for which a second command is worth while. */
const WORTH = 64

/** What was seen of a log's entries at one instant, by which to judge how many fit into a page. */
export interface Sizes {
  readonly headSeq: number
  /** Bytes that no entry up to the head exceeds. */
  readonly largest: number
  /** UTF-16 units of data of a usual entry. */
  readonly usual: number
}

/** @returns what is known of sizes after a reading */
export function sizesOf({ verdict, head, largest }: Reading, before: Sizes | undefined): Sizes {
  const entries = verdict.kind === 'entries' ? verdict.entries : []
  const units = entries.reduce((sum, { data }) => sum + data.length, 0)
  return { headSeq: head.seq, largest, usual: entries.length > 0 ? units / entries.length : (before?.usual ?? 0) }
}

/**
 * The command that reads the entry of a position and those after it, if it reads about as many as fit into a page, and
 * certainly no more: it costs Redis a fifth of what it costs within a script, but cannot stop where the bytes do. It goes
 * no further than what was seen, for what has come since may be larger.
 */
export function plainRange(
  key: string,
  { seq }: PositionParts,
  sizes: Sizes,
  { limit, maxBytes }: { readonly limit: number; readonly maxBytes: number },
): readonly string[] | undefined {
  const count = Math.min(limit, Math.floor(maxBytes / Math.max(sizes.largest, 1)))
  const fits = Math.min(limit, maxBytes / Math.max(sizes.usual, 1))
  // Nothing is at 0 that could vouch for the rest.
  if (seq === '0' || count < WORTH || count * 2 < fits || sizes.headSeq - Number(seq) < WORTH) return undefined
  return ['XRANGE', key, `${seq}-0`, `${sizes.headSeq}-0`, 'COUNT', String(count + 1)]
}

/**
 * What follows a position, by the answer to {@link plainRange}: `undefined` if it does not vouch for it. If the entry of
 * the position has its tag, all that is before it is what the position's owner has seen, and what is after it follows.
 */
export function entriesAfter({ epoch, seq, tag }: PositionParts, reply: unknown): readonly Entry[] | undefined {
  if (!Array.isArray(reply)) return undefined
  const [own, ...entries] = entriesOfRange(epoch, reply)
  if (own?.position !== `${epoch}-${seq}-${tag}`) return undefined
  const isDense = entries.every((entry, index) => entry.seq === own.seq + 1 + index)
  return isDense && entries.length > 0 ? entries : undefined
}

/** A reading that was asked for no entries, with those that follow. */
export function withEntries(reading: Reading, entries: readonly Entry[]): Reading {
  const { verdict } = reading
  if (verdict.kind === 'gap') return reading
  const newest: Mark | undefined = entries.at(-1)
  // What was appended after the verdict is of its branch too: it follows the same entry.
  const head = newest && newest.seq > reading.head.seq ? { seq: newest.seq, position: newest.position } : reading.head
  return { ...reading, head, verdict: { ...verdict, entries, head } }
}
