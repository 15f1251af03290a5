import type { Mark, Position } from '@eventwire/server'

/**
 * A position is `epoch-seq-tag`. The epoch is made with the log. The tag is drawn by the append, and from the tag before
 * it: whoever shows the same tag has seen the same history, however often a failover has taken back a part of it.
 */
export interface PositionParts {
  readonly epoch: string
  readonly seq: string
  readonly tag: string
}

/** The parts of a text that could be a position of some log. */
export function positionParts(text: string): PositionParts | undefined {
  const [, epoch, seq, tag] = /^([0-9a-f]{16})-(0|[1-9][0-9]{0,14})-(0|[0-9a-f]{12})$/.exec(text) ?? []
  if (epoch === undefined || seq === undefined || tag === undefined) return undefined
  return { epoch, seq, tag }
}

export function markAt(epoch: string, seq: number, tag: string): Mark {
  return { seq, position: `${epoch}-${seq}-${tag}` as Position }
}

export function epochOf({ position }: Mark): string {
  return position.slice(0, position.indexOf('-'))
}
