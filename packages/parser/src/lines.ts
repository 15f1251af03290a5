import { readBlocks, type EventSink } from './blocks.ts'
import { detached } from './detach.ts'
import { EventStreamError } from './errors.ts'
import type { ResolvedOptions } from './options.ts'
import { seek } from './seek.ts'

/** So many UTF-16 units into a line it is known which field it is, if any: `retry: ` and one more. */
const HEAD = 8
/** How many parts are joined at a time: a slot and an object for each part of one byte would outweigh the text. */
const FOLD = 4096
/** §9.2.6: the name of a field that means something, or none for a comment; a colon; and one space, not of the value. */
const FIELD = /^(?:data|event|id|retry|)(?:$|: ?)/

export interface LineReader extends EventSink {
  reconnectionTime: number | undefined
  read(text: string): void
  /** How many units the event may take before its bytes must be counted. */
  room(): number
}

/**
 * Cuts text that comes in parts into blocks (HTML §9.2.5): one that a part breaks off is put together from its lines,
 * without those that mean nothing. What is kept is looked at once, however small the parts are.
 */
export function lineReader({ lastEventId, maxEventBytes, onComment }: ResolvedOptions): LineReader {
  /** What is dropped if the text goes on with it: §9.2.5 a BOM at the start, then the LF of a CRLF cut in two. */
  let dropped = '\uFEFF'
  /** Whether a block begins here. */
  let isBetween = true
  /** The data lines of the block, in parts, each line with its LF; then the line that goes on. */
  let parts: string[] = []
  /** The last line of each kind, with its LF: those before it mean nothing any more. */
  let typeLine = ''
  let idLine = ''
  /** The parts before that are joined, or in memory of their own. */
  let settled = 0
  /** Where the parts of the line begin that goes on, and how long that is. */
  let lineStart = 0
  let lineUnits = 0
  /** It is a comment; it is of no use, and not kept. */
  let isComment = false
  let isIgnored = false
  let hasData = false
  /** The size of the block's values, and up to where it cannot be too many bytes. */
  let units = 0
  let limit = maxEventBytes / 3

  const reader: LineReader = {
    events: undefined,
    lastEventId,
    reconnectionTime: undefined,
    onComment,
    retry(value) {
      // §9.2.6: ASCII digits only, and in force from here on, not from the end of the block.
      if (/^[0-9]+$/.test(value)) reader.reconnectionTime = Number(value)
    },
    read,
    room: () => limit - units,
  }
  return reader

  function read(text: string): void {
    const { length } = text
    let start = 0
    let lf = -1
    let cr = -1
    while (start < length) {
      if (dropped !== '') {
        if (text.startsWith(dropped, start)) start += 1
        dropped = ''
        if (start === length) return
      }
      if (cr < start) cr = seek(text, '\r', start)
      if (isBetween && length <= limit) {
        start = readBlocks(text, start, cr, reader)
        if (start === length) break
        if (cr < start) cr = seek(text, '\r', start)
      }
      if (lf < start) lf = seek(text, '\n', start)
      if (lineUnits === 0 && lf < cr && lf < length && text.startsWith('data: ', start)) {
        isBetween = false
        keepDataLine(text.slice(start, (start = lf + 1)))
        continue
      }
      const end = cr < lf ? cr : lf
      keep(text.slice(start, end))
      if (end === length) {
        isBetween = false
        break
      }
      // Not after a lone CR: where there is one, there may be no LF for long, and each try would look for it.
      isBetween = start === end && lineUnits === 0 && (end === lf || end + 1 === lf)
      endLine()
      start = end + 1
      // The line ends at the CR, now: a LF that belongs to it may come late or never.
      if (end === cr && start === length) dropped = '\n'
      else if (end === cr && start === lf) start += 1
    }
    if (length >= 1024) settle(length)
  }

  /** A short cut for the lines that most broken off blocks have most of: `data: `, the value, and a LF. */
  function keepDataLine(line: string): void {
    parts.push(line)
    grow(line.length - 7)
    joinData()
    fold(settled)
    lineStart = parts.length
  }

  /** Counts the line feed that joins a line of data to the one before. */
  function joinData(): void {
    if (hasData) grow(1)
    hasData = true
  }

  /** A part of a line. */
  function keep(part: string): void {
    const before = lineUnits
    lineUnits += part.length
    if (isIgnored || part === '') return
    parts.push(part)
    if (before >= HEAD) grow(part.length)
    else if (lineUnits >= HEAD) classify()
    fold(Math.max(settled, lineStart))
  }

  function endLine(): void {
    if (lineUnits === 0) endBlock()
    else if (lineUnits < HEAD) classify()
    const first = parts[lineStart]?.charAt(0)
    if (first === 'd') {
      joinData()
      // §9.2.6: a line without a colon is a name whose value is empty.
      parts.push(parts[lineStart]?.includes(':') ? '\n' : ':\n')
    } else if (first !== undefined) {
      const line = takeLine().join('')
      const value = line.replace(FIELD, '')
      // Counted for good, since the line leaves the parts.
      if (!isComment) grow(bytesBeyondUnits(value))
      if (first === 'e') typeLine = `event: ${value}\n`
      else if (first === 'r') reader.retry(value)
      // §9.2.6: an id with U+0000 in it is ignored, and so the one before it stays.
      else if (first === 'i' && !value.includes('\0')) idLine = `id: ${value}\n`
      else if (first === ':' && value.length <= maxEventBytes) onComment?.(value)
    }
    isComment = isIgnored = false
    lineUnits = 0
    fold(settled)
    lineStart = parts.length
  }

  function takeLine(): string[] {
    settled = Math.min(settled, lineStart)
    return parts.splice(lineStart)
  }

  /** Tells which field the line is. */
  function classify(): void {
    const line = takeLine().join('')
    const at = FIELD.exec(line)?.[0].length
    isComment = onComment !== undefined && line.startsWith(':')
    isIgnored = at === undefined || (line.startsWith(':') && !isComment)
    if (isIgnored || at === undefined) return
    parts.push(line)
    grow(line.length - at)
  }

  /** So many more units of a value are kept. */
  function grow(more: number): void {
    if (isComment) {
      isIgnored = lineUnits > maxEventBytes + 2
      isComment = !isIgnored
      if (isIgnored) takeLine()
      return
    }
    units += more
    if (units <= limit) return
    const bytes = parts.reduce((sum, part) => sum + bytesBeyondUnits(part), units)
    if (bytes > maxEventBytes) {
      const message = `An event takes more than ${maxEventBytes} bytes (maxEventBytes)`
      throw new EventStreamError('event-too-large', message, reader.events ?? [])
    }
    // No unit is more than three bytes.
    limit = units + (maxEventBytes - bytes) / 3
  }

  function endBlock(): void {
    parts.push(typeLine, idLine, '\n')
    const block = parts.join('')
    parts = []
    typeLine = idLine = ''
    settled = units = 0
    limit = maxEventBytes / 3
    hasData = false
    lineStart = 0
    readBlocks(block, 0, block.length, reader)
  }

  /** Joins the parts from there on, if they are many. */
  function fold(from: number): void {
    if (parts.length - from >= FOLD) settled = parts.push(parts.splice(from).join(''))
  }

  /** Lets go of a text of `length` of which little was kept: a slice keeps all of it alive. */
  function settle(length: number): void {
    if (lineStart > settled + 1) {
      parts.splice(settled, 0, parts.splice(settled, lineStart - settled).join(''))
      lineStart = settled += 1
    }
    for (; settled < parts.length; settled += 1) {
      const part = parts[settled] ?? ''
      if (part.length * 2 < length) parts[settled] = detached(part)
    }
    typeLine = detached(typeLine)
    idLine = detached(idLine)
    reader.lastEventId = detached(reader.lastEventId)
  }
}

/** How many more bytes `text` takes in UTF-8 than units in UTF-16; a lone surrogate is taken for half a pair. */
function bytesBeyondUnits(text: string): number {
  let bytes = 0
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    // Two units of a surrogate pair share four bytes.
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1
  }
  return bytes
}
