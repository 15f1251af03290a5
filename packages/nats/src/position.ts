import { randomEpoch, type Mark, type Position } from '@eventwire/server'

/**
 * A position is `epoch-seq-tag`. The epoch is made with the stream, and is in the subjects of its entries. The seq is the
 * stream's. The tag is drawn at random by whoever appends, and sent once: where an older copy was restored, what comes
 * next at the same seq has another one.
 */
export interface PositionParts {
  readonly epoch: string
  readonly seq: number
  readonly tag: string
}

/** The tag of the place before all entries of an epoch, which nobody can have seen anything before. */
export const ORIGIN_TAG = '0'

/** The parts of a text that could be a position of some log. */
export function positionParts(text: string): PositionParts | undefined {
  const [, epoch, seq, tag] =
    /^([0-9a-z]{12}(?:p[1-9][0-9]{0,14})?)-(0|[1-9][0-9]{0,14})-(0|[0-9a-z]{12})$/.exec(text) ?? []
  if (epoch === undefined || seq === undefined || tag === undefined) return undefined
  return { epoch, seq: Number(seq), tag }
}

export function markAt(epoch: string, seq: number, tag: string): Mark {
  return { seq, position: `${epoch}-${seq}-${tag}` as Position }
}

/** An epoch of a new stream. */
export function newEpoch(): string {
  return randomEpoch()
}

/**
 * The epoch of a stream that was emptied: somebody has purged it, and nobody can say what was at `lastSeq`. All nodes make
 * the same of it, so that two who do it at once do not undo each other's.
 */
export function renewedEpoch(epoch: string, lastSeq: number): string {
  const first = epoch.slice(0, 12)
  return lastSeq === 0 ? first : `${first}p${lastSeq}`
}

/** The seq before the first entry of an epoch. */
export function originOf(epoch: string): number {
  return Number(epoch.slice(13))
}

/** A tag that nobody else draws. */
export function newTag(): string {
  return randomEpoch()
}
