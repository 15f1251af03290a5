import type { Entry, EntryLabel, Mark } from './event-log.ts'
import { utf8Length } from './utf8-length.ts'
import { utf8 } from './utf8.ts'

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

/** Encodes the frames of all entries, which are texts that end with an empty line, at once. */
export function seal(before: Mark, entries: readonly Entry[], frameOf: (entry: Entry) => string): Segment {
  const frames = entries.map(frameOf)
  const text = frames.join('')
  const bytes = utf8(text)
  // Text of ASCII, of which most is, takes a byte for each of its units.
  const lengthOf = bytes.length === text.length ? unitsOf : utf8Length
  const ends: number[] = []
  const channels = new Map<string, number[]>()
  let end = 0
  for (const [index, { channel }] of entries.entries()) {
    end += lengthOf(frames[index] ?? '')
    ends.push(end)
    const places = channels.get(channel)
    if (places) places.push(index)
    else channels.set(channel, [index])
  }
  // Not the entries: their data would be held twice, and not counted.
  return { before, entries: entries.map(labelOf), bytes, ends, channels }
}

function unitsOf({ length }: string): number {
  return length
}

const NOWHERE: readonly number[] = []

/** Where in `entries` those of some channels are, in order: found without a look at the others, of which there may be many. */
export function placesOf({ entries, channels }: Segment, wanted: ReadonlySet<string> | 'all'): Iterable<number> {
  if (wanted === 'all') return entries.keys()
  const found: (readonly number[])[] = []
  if (wanted.size < channels.size) {
    for (const channel of wanted) found.push(channels.get(channel) ?? NOWHERE)
  } else {
    for (const [channel, places] of channels) if (wanted.has(channel)) found.push(places)
  }
  const [only = NOWHERE] = found
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
