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
  /** The channels that occur, and where in `entries`. */
  readonly channels: ReadonlyMap<string, readonly number[]>
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
  const channels = new Map<string, number[]>()
  for (const [index, { channel }] of entries.entries()) {
    const places = channels.get(channel)
    if (places) places.push(index)
    else channels.set(channel, [index])
  }
  // Not the entries: their data would be held twice, and not counted.
  const labels = entries.map(labelOf)
  return { before, entries: labels, bytes: join(frames, end), ends, channels }
}

/** Where in `entries` those of some channels are, in order: found without a look at the others, of which there may be many. */
export function placesOf({ entries, channels }: Segment, wanted: ReadonlySet<string> | 'all'): Iterable<number> {
  if (wanted === 'all') return entries.keys()
  const [fewer, more]: readonly [Iterable<string>, { has(channel: string): boolean }] =
    wanted.size < channels.size ? [wanted, channels] : [channels.keys(), wanted]
  const found = [...fewer].filter((channel) => more.has(channel)).map((channel) => channels.get(channel) ?? [])
  const [only = []] = found
  return found.length > 1 ? found.flat().toSorted((a, b) => a - b) : only
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
