import type { Audience } from './audience.ts'
import { Batch } from './batch.ts'
import type { EntryLabel, Mark } from './event-log.ts'
import { join, lastMark, markOf, placesOf, type Segment } from './segment.ts'

/** Bytes of one write, if one frame alone is not more. */
export const MAX_WRITE: number = 64 * 1024

/** The frames for an audience that follow `mark`, up to {@link MAX_WRITE} bytes; the first segment must hold `mark`. */
export function collect(segments: readonly Segment[], mark: Mark, audience: Audience): Batch {
  const pieces: Uint8Array[] = []
  const isWanted = audience.isPlain ? () => true : newest(segments, mark, audience)
  let length = 0
  let end = mark
  let last: Mark | undefined

  for (const segment of segments) {
    const whole = segment.before.seq >= mark.seq && length + segment.bytes.length <= MAX_WRITE
    if (whole && takesAll(audience, segment)) {
      pieces.push(segment.bytes)
      length += segment.bytes.length
      end = lastMark(segment)
      last = end
      continue
    }
    for (const index of placesOf(segment, audience.channels)) {
      const entry = segment.entries[index]
      if (!entry || entry.seq <= mark.seq || !isWanted(entry)) continue
      const frame = segment.bytes.subarray(segment.ends[index - 1] ?? 0, segment.ends[index])
      if (length > 0 && length + frame.length > MAX_WRITE) return batch()
      pieces.push(frame)
      length += frame.length
      last = markOf(entry)
      end = last
    }
    const to = lastMark(segment)
    if (to.seq > end.seq) end = to
  }
  return batch()

  function batch(): Batch {
    const [only] = pieces
    return new Batch(pieces.length === 1 && only ? only : join(pieces, length), end, last)
  }
}

function takesAll(audience: Audience, { channels }: Segment): boolean {
  if (!audience.isPlain) return false
  const { channels: taken } = audience
  return taken === 'all' || (channels.size <= taken.size && [...channels.keys()].every((channel) => taken.has(channel)))
}

/** Tells of an entry of its channels whether the audience takes it, and nothing in these segments takes its place. */
function newest(segments: readonly Segment[], { seq }: Mark, audience: Audience): (entry: EntryLabel) => boolean {
  const taken = new Set<number>()
  const seen = new Set<string>()
  for (const segment of segments.toReversed()) {
    for (const index of [...placesOf(segment, audience.channels)].toReversed()) {
      const entry = segment.entries[index]
      if (!entry || entry.seq <= seq || !audience.takes(entry)) continue
      const key = audience.keyOf(entry)
      if (key === undefined || !seen.has(key)) taken.add(entry.seq)
      if (key !== undefined) seen.add(key)
    }
  }
  return (entry) => taken.has(entry.seq)
}
