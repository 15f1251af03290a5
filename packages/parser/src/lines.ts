import { detached } from './detach.ts'
import { EventStreamError } from './errors.ts'
import type { ServerSentEvent } from './event.ts'
import { isData, isEvent, isId, isRetry, valueStart } from './fields.ts'
import type { ResolvedOptions } from './options.ts'
import { Pieces } from './pieces.ts'
import { bytesBeyondUnits, seek } from './text.ts'

/** So many UTF-16 units into a line it is known which field it is, if any: `retry: ` and one more. */
const HEAD = 8
/** §9.2.6: the name of a field that means something, or none for a comment; a colon; and one space, not of the value. */
const FIELD = /^(?:data|event|id|retry|): ?/

export interface LineReader {
  /** The events dispatched; none yet is `undefined`. */
  events: ServerSentEvent[] | undefined
  lastEventId: string
  reconnectionTime: number | undefined
  read(text: string): void
  /** How many units the event may take before its bytes must be counted. */
  room(): number
}

/** Reads the lines of a text that comes in chunks (HTML §9.2.5), and does what they say (§9.2.6). */
export function lineReader({ lastEventId, maxEventBytes, onComment }: ResolvedOptions): LineReader {
  /** What is dropped if the text goes on with it: §9.2.5 a BOM at the start, then the LF of a CRLF cut in two. */
  let dropped = '\uFEFF'
  // The block: the data that came in earlier chunks, its type, and its id if it has one.
  const earlier = new Pieces()
  let hasEarlier = false
  let type = ''
  let id: string | undefined
  /** The size of its values, and up to where it cannot be too large: no unit is more than three bytes. */
  const third = Math.floor(maxEventBytes / 3)
  let units = 0
  let limit = third
  /** How many bytes more than units those values took that are not kept. */
  let gone = 0
  // The line that has no end yet.
  const line = new Pieces()
  let lineUnits = 0
  /** How much of it is not its value, once that is known. */
  let prefix = 0
  let isComment = false
  let isIgnored = false

  const reader: LineReader = {
    events: undefined,
    lastEventId,
    reconnectionTime: undefined,
    read,
    room: () => Math.max(0, limit - units - lineUnits),
  }
  return reader

  function read(text: string): void {
    const { length } = text
    if (length === 0) return
    let start = 0
    if (dropped !== '') {
      if (text.startsWith(dropped)) start = 1
      dropped = ''
    }
    const lf = seek(text, '\n', start)
    const cr = seek(text, '\r', start)
    if (lineUnits > 0) {
      const end = Math.min(lf, cr)
      keep(text, start, end)
      if (end === length) return
      endLine()
      start = afterLine(end, lf, length)
    }
    start = readLines(text, start, lf, cr)
    if (start < length) keep(text, start, length)
    if (length < 1024) return
    type = detached(type)
    id &&= detached(id)
    reader.lastEventId = detached(reader.lastEventId)
  }

  /** Where the next line begins. A line ends at a CR at once: the LF that belongs to it may come late or never. */
  function afterLine(end: number, lf: number, length: number): number {
    if (end === lf) return end + 1
    if (end + 1 === length) dropped = '\n'
    return end + 1 === lf ? end + 2 : end + 1
  }

  /** Reads the lines that have an end, and answers where one begins that has none. */
  function readLines(text: string, from: number, firstLf: number, firstCr: number): number {
    const { length } = text
    let { events, lastEventId } = reader
    let data = hasEarlier ? '' : undefined
    let start = from
    let lf = firstLf
    let cr = firstCr
    while (start < length) {
      if (lf < start) lf = seek(text, '\n', start)
      if (cr < start) cr = seek(text, '\r', start)
      const end = lf < cr ? lf : cr
      if (end === length) break
      let next = afterLine(end, lf, length)
      let isEmpty = start === end
      let retry = ''
      if (isData(text, start, end)) {
        const value = text.slice(valueStart(text, start + 5), end)
        units += value.length
        // §9.2.6 ends every line with a line feed and takes the last one off again; that comes to the same.
        if (data === undefined) data = value
        else {
          data = `${data}\n${value}`
          units += 1
        }
        // Mostly the empty line is next: that saves the search for its end.
        const unit = text.charCodeAt(next)
        isEmpty = unit === 10 || (unit === 13 && text.charCodeAt(next + 1) === 10)
        if (isEmpty) next += unit === 10 ? 1 : 2
      } else if (isEvent(text, start, end)) {
        gone += bytesBeyondUnits(type)
        type = text.slice(valueStart(text, start + 6), end)
        units += type.length
      } else if (isId(text, start, end)) {
        const value = text.slice(valueStart(text, start + 3), end)
        units += value.length
        // §9.2.6: an id with U+0000 in it is ignored, and so the one before it stays.
        const isKept = !value.includes('\0')
        gone += bytesBeyondUnits(isKept ? id : value)
        if (isKept) id = value
      } else if (isRetry(text, start)) {
        retry = text.slice(valueStart(text, start + 6), end)
        units += retry.length
        gone += bytesBeyondUnits(retry)
      } else if (onComment && text.charCodeAt(start) === 58) {
        const value = text.slice(valueStart(text, start + 1), end)
        if (value.length <= maxEventBytes) onComment(value)
      }
      if (units > limit) limit = recount(units, [data])
      // §9.2.6: ASCII digits only, and in force from here on, not from the end of the block.
      if (retry !== '' && /^[0-9]+$/.test(retry)) reader.reconnectionTime = Number(retry)
      start = next
      if (!isEmpty) continue
      // §9.2.6 "dispatch the event". The id counts even where there is no data to dispatch.
      if (id !== undefined) reader.lastEventId = lastEventId = id
      if (data !== undefined) {
        if (hasEarlier) data = earlier.take() + data
        hasEarlier = false
        const event = { type: type || 'message', data, lastEventId }
        // An array that grows from nothing makes room for 17.
        if (events === undefined) events = reader.events = [event]
        else events.push(event)
      }
      type = ''
      data = id = undefined
      units = gone = 0
      limit = third
    }
    if (data !== undefined) {
      hasEarlier = true
      earlier.add(owned(data, length))
    }
    return start
  }

  /** A part of a line whose end is yet to come. */
  function keep(text: string, start: number, end: number): void {
    const isNew = lineUnits < HEAD
    lineUnits += end - start
    if (isIgnored) return
    line.add(owned(text.slice(start, end), text.length))
    if (lineUnits < HEAD) return
    if (isNew) {
      const head = line.text
      const name = FIELD.exec(head)?.[0]
      isComment = head.startsWith(':')
      isIgnored = name === undefined || (isComment && !onComment)
      prefix = name?.length ?? 0
    }
    const size = lineUnits - prefix
    if (isComment) isIgnored ||= size > maxEventBytes
    else if (!isIgnored && units + size > limit) limit = recount(units + size, line.parts)
    if (isIgnored) line.take()
  }

  function endLine(): void {
    lineUnits = 0
    isComment = false
    if (isIgnored) {
      isIgnored = false
      return
    }
    line.add('\n')
    const text = line.take()
    readLines(text, 0, text.length - 1, text.length)
  }

  /** Counts the bytes of a block of that size, of which `more` has yet to be put to the rest, and answers its limit. */
  function recount(size: number, more: readonly (string | undefined)[]): number {
    const kept = [...earlier.parts, type, id, ...more]
    const bytes = kept.reduce<number>((sum, text) => sum + bytesBeyondUnits(text), size + gone)
    if (bytes > maxEventBytes) {
      const message = `An event takes more than ${maxEventBytes} bytes (maxEventBytes)`
      throw new EventStreamError('event-too-large', message, reader.events ?? [])
    }
    return size + Math.floor((maxEventBytes - bytes) / 3)
  }
}

/** `part` of a text of `length`, in memory of its own if it is little of it: a slice keeps all of it alive. */
function owned(part: string, length: number): string {
  return part.length * 2 < length ? detached(part) : part
}
