import type { Audience } from './audience.ts'
import { Batch } from './batch.ts'
import type { EntryLabel, Mark } from './event-log.ts'
import { join, lastMark, markOf, type Segment } from './segment.ts'

/** Bytes of one write, if one frame alone is not more. */
export const MAX_WRITE: number = 64 * 1024

/** The frames for an audience that follow `mark`, up to {@link MAX_WRITE} bytes; the first segment must hold `mark`. */
export function collect(segments: readonly Segment[], mark: Mark, audience: Audience): Batch {
  const pieces: Uint8Array[] = []
  const isLatest = newest(segments, mark, audience)
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
    for (const [index, entry] of segment.entries.entries()) {
      if (entry.seq <= mark.seq) continue
      if (isLatest(entry)) {
        const frame = segment.bytes.subarray(segment.ends[index - 1] ?? 0, segment.ends[index])
        if (length > 0 && length + frame.length > MAX_WRITE) return batch()
        pieces.push(frame)
        length += frame.length
        last = markOf(entry)
      }
      end = markOf(entry)
    }
  }
  return batch()

  function batch(): Batch {
    const [only] = pieces
    return new Batch(pieces.length === 1 && only ? only : join(pieces, length), end, last)
  }
}

function takesAll(audience: Audience, { channels }: Segment): boolean {
  if (!audience.isPlain) return false
  return audience.channels === 'all' || [...channels].every((channel) => audience.takesChannel(channel))
}

/** Tells of an entry whether the audience takes it and nothing in these segments takes its place. */
function newest(segments: readonly Segment[], { seq }: Mark, audience: Audience): (entry: EntryLabel) => boolean {
  if (audience.isPlain) return (entry) => audience.takes(entry)
  const taken = new Set<number>()
  const seen = new Set<string>()
  for (const segment of segments.toReversed()) {
    for (const entry of segment.entries.toReversed()) {
      if (entry.seq <= seq || !audience.takes(entry)) continue
      const key = audience.keyOf(entry)
      if (key === undefined || !seen.has(key)) taken.add(entry.seq)
      if (key !== undefined) seen.add(key)
    }
  }
  return (entry) => taken.has(entry.seq)
}
