import type { Entry, EntryLabel, Mark } from './event-log.ts'

/** The entries of one turn with their frames: made once, never changed, since pending writes point into it. */
export interface Segment {
  /** The mark before its first entry. */
  readonly before: Mark
  readonly entries: readonly EntryLabel[]
  /** All frames, one after the other. */
  readonly bytes: Uint8Array
  /** Where each entry's frame ends in `bytes`. */
  readonly ends: readonly number[]
  /** The channels that occur. */
  readonly channels: ReadonlySet<string>
}

/** Encodes each entry once and joins the frames. */
export function seal(before: Mark, entries: readonly Entry[], frameOf: (entry: Entry) => Uint8Array): Segment {
  const frames = entries.map(frameOf)
  const ends: number[] = []
  let end = 0
  for (const frame of frames) {
    end += frame.length
    ends.push(end)
  }
  const channels = new Set(entries.map((entry) => entry.channel))
  // Not the entries: their data would be held twice, and not counted.
  const labels = entries.map(labelOf)
  return { before, entries: labels, bytes: join(frames, end), ends, channels }
}

/** All of an entry but its data. */
export function labelOf({ position, seq, channel, type, meta, time }: Entry): EntryLabel {
  return { position, seq, channel, time, ...(type !== undefined && { type }), ...(meta && { meta }) }
}

/** For adapters: one array of `length` bytes with all the pieces, which are so long together. */
export function join(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let offset = 0
  for (const piece of pieces) {
    bytes.set(piece, offset)
    offset += piece.length
  }
  return bytes
}

/** The mark of a segment's last entry. */
export function lastMark({ before, entries }: Segment): Mark {
  const last = entries.at(-1)
  return last ? markOf(last) : before
}

/** The mark of an entry. */
export function markOf({ position, seq }: Mark): Mark {
  return { position, seq }
}
