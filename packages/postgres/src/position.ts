import type { Mark, Position } from '@eventwire/server'

/**
 * A position is `epoch-seq-tag`. The epoch is made with the log, and the tag with the append: where another tag has the
 * seq, an older copy was restored, or a replica took over that had not got all, and others were appended since.
 */
export interface PositionParts {
  readonly epoch: string
  readonly seq: number
  readonly tag: string
}

/** The parts of a text that could be a position of some log. */
export function positionParts(text: string): PositionParts | undefined {
  const [, epoch, seq, tag] = /^([0-9a-f]{12})-(0|[1-9][0-9]{0,14})-(0|[0-9a-f]{12})$/.exec(text) ?? []
  if (epoch === undefined || seq === undefined || tag === undefined) return undefined
  return { epoch, seq: Number(seq), tag }
}

export function markAt(epoch: string, seq: number, tag: string): Mark {
  return { seq, position: `${epoch}-${seq}-${tag}` as Position }
}
