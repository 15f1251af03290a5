import { gapVerdict, LogError, type Entry, type GapVerdict, type Mark, type Page } from '@eventwire/server'
import { markAt, positionParts } from './position.ts'
import { restored } from './text.ts'

/** What `read` of the schema answered, at one instant. */
export interface Reading {
  readonly verdict: Page | GapVerdict
  readonly floor: Mark
  readonly head: Mark
  readonly epoch: string
  /** What notifications say of the log as it is. */
  readonly tip: string
}

type Row = readonly [number, string, number, string, string | null, string | null, string]

/**
 * @param asked the text that was asked for as a position
 * @param limit entries that were asked for at most
 * @throws LogError `damaged` if there is a hole, which somebody else must have made.
 */
export function readingOf(answer: unknown, asked: string, limit: number): Reading {
  const [epoch, floorSeq, floorTag, headSeq, headTag, ended, ownTag, rows] = answer as readonly [
    string,
    number,
    string,
    number,
    string,
    boolean,
    string | null,
    readonly Row[] | null,
  ]
  const floor = markAt(epoch, floorSeq, floorTag)
  const head = markAt(epoch, headSeq, headTag)
  const tip = tipOf(epoch, headSeq, headTag, ended)
  const reading = (verdict: Page | GapVerdict): Reading => ({ verdict, floor, head, epoch, tip })

  const parts = positionParts(asked)
  if (!parts) return reading(gapVerdict('unreadable', asked, head))
  const { seq, tag } = parts
  if (parts.epoch !== epoch) return reading(gapVerdict('epoch-changed', asked, floor))
  if (seq > headSeq) return reading(gapVerdict('ahead-of-head', asked, head))
  if (seq < floorSeq) return reading(gapVerdict('trimmed', asked, floor, floorSeq - seq))
  if (ownTag === null) throw hole(seq)
  // Another has the place now; what is after that nobody has seen who was on the lost branch.
  if (ownTag !== tag) return reading(gapVerdict('forked', asked, markAt(epoch, seq, ownTag)))
  const entries = (rows ?? []).map((row) => entryOf(epoch, row))
  const missing = entries.findIndex((entry, index) => entry.seq !== seq + index + 1)
  if (missing >= 0) throw hole(seq + missing + 1)
  if (entries.length === 0 && seq < headSeq && limit > 0) throw hole(seq + 1)
  return reading({ kind: 'entries', from: markAt(epoch, seq, tag), entries, head, ended })
}

/** As the functions `wake` and `look` of the schema tell it. */
export function tipOf(epoch: string, seq: number, tag: string, ended: boolean): string {
  return `${epoch} ${seq} ${tag} ${ended ? 1 : 0}`
}

function hole(seq: number): LogError {
  const advice = 'Somebody else has written to the table: restore it, or delete the log'
  return new LogError('damaged', `The entry ${seq} is not there although it should be. ${advice}`)
}

function entryOf(epoch: string, [seq, tag, time, channel, type, meta, data]: Row): Entry {
  return {
    ...markAt(epoch, seq, tag),
    channel: restored(channel),
    data: restored(data),
    time,
    ...(type !== null && { type: restored(type) }),
    ...(meta !== null && { meta: JSON.parse(restored(meta)) as Record<string, string> }),
  }
}
