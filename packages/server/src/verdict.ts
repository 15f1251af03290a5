import type { GapReason, GapVerdict, Mark, Position } from './event-log.ts'

/**
 * For logs: the verdict that a position cannot be resumed after.
 *
 * @param requested the position asked for, as it came
 * @param from where the log goes on
 * @param missed how many entries are gone, if it is exact
 */
export function gapVerdict(reason: GapReason, requested: string, from: Mark, missed?: number): GapVerdict {
  const fields = { kind: 'gap', reason, requested, resumedAfter: from.position } as const
  return { kind: 'gap', from, gap: missed === undefined ? fields : { ...fields, missed } }
}

/** For logs whose positions are `epoch-seq`: what a position is judged by. */
export interface Extent {
  /** The life of the log: 1 to 32 letters and digits. */
  readonly epoch: string
  /** The seq before the oldest entry kept. */
  readonly floorSeq: number
  /** The seq of the newest entry, or `floorSeq` if there is none. */
  readonly headSeq: number
}

/** For logs whose positions are `epoch-seq`: the mark of an entry. */
export function epochMark(epoch: string, seq: number): Mark {
  return { seq, position: `${epoch}-${seq}` as Position }
}

/**
 * For logs whose positions are `epoch-seq`: judges any text that may have come as a position.
 *
 * @example
 * ```ts
 * judgePosition('e-2', { epoch: 'e', floorSeq: 0, headSeq: 9 }) // complete, from the mark e-2
 * judgePosition('e-2', { epoch: 'e', floorSeq: 5, headSeq: 9 }) // a gap: trimmed, 3 missed, from e-5
 * ```
 */
export function judgePosition(
  after: string,
  { epoch, floorSeq, headSeq }: Extent,
): { readonly kind: 'complete'; readonly from: Mark } | GapVerdict {
  const [, life, digits] = /^([0-9A-Za-z]{1,32})-(0|[1-9][0-9]{0,14})$/.exec(after) ?? []
  const floor = epochMark(epoch, floorSeq)
  const head = epochMark(epoch, headSeq)
  if (life === undefined) return gapVerdict('unreadable', after, head)
  if (life !== epoch) return gapVerdict('epoch-changed', after, floor)
  const seq = Number(digits)
  if (seq > headSeq) return gapVerdict('ahead-of-head', after, head)
  if (seq < floorSeq) return gapVerdict('trimmed', after, floor, floorSeq - seq)
  return { kind: 'complete', from: epochMark(epoch, seq) }
}
