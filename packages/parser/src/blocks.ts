import type { ServerSentEvent } from './event.ts'
import { seek } from './seek.ts'

/** Where events go, and what a block changes besides. */
export interface EventSink {
  /** The events dispatched; none yet is `undefined`. */
  events: ServerSentEvent[] | undefined
  lastEventId: string
  readonly onComment: ((text: string) => void) | undefined
  /** A line `retry` has ended. */
  retry(value: string): void
}

/**
 * The rules of HTML §9.2.6: dispatches the blocks that stand whole in `text` from `from` on, where a block begins.
 *
 * Answers where the first block begins that is left over, and of which nothing has come into force yet, but for `retry`,
 * which bears to be read again. A block is left over that `text` breaks off; and one that is not as most are, with a lone
 * CR, a line without a colon, an unknown field, or a comment that somebody listens to.
 *
 * @param firstCr Where the first CR at or after `from` stands, the length of `text` if there is none.
 */
export function readBlocks(text: string, from: number, firstCr: number, sink: EventSink): number {
  let { events, lastEventId } = sink
  let id = lastEventId
  let data: string | undefined
  let type = ''
  let left = from
  let start = from
  let cr = firstCr
  while (start < text.length) {
    let lf = text.indexOf('\n', start)
    if (lf < 0) break
    let end = lf
    if (cr < lf) {
      if (cr < start) cr = seek(text, '\r', start)
      if (cr < lf - 1) break
      if (cr < lf) end = cr
    }
    const first = text.charCodeAt(start)
    let isEmpty = start === end
    if (isData(text, start, first)) {
      const value = text.slice(valueStart(text, start + 5), end)
      // §9.2.6 ends every line with a line feed and takes the last one off again; that comes to the same.
      data = data === undefined ? value : `${data}\n${value}`
      // Mostly the empty line is next: that saves the search for its end.
      const next = lf + (text.charCodeAt(lf + 1) === 13 ? 2 : 1)
      isEmpty = text.charCodeAt(next) === 10
      if (isEmpty) lf = next
    } else if (isEvent(text, start, first)) {
      type = text.slice(valueStart(text, start + 6), end)
    } else if (first === 105 && text.startsWith('id:', start)) {
      const value = text.slice(valueStart(text, start + 3), end)
      // §9.2.6: an id with U+0000 in it is ignored, and so the one before it stays.
      if (!value.includes('\0')) id = value
    } else if (first === 114 && text.startsWith('retry:', start)) {
      sink.retry(text.slice(valueStart(text, start + 6), end))
    } else if (!isEmpty && (first !== 58 || sink.onComment)) break

    start = lf + 1
    if (!isEmpty) continue
    // §9.2.6 "dispatch the event". The id counts even where there is no data to dispatch.
    lastEventId = id
    if (data !== undefined) {
      const event = { type: type || 'message', data, lastEventId }
      // An array that grows from nothing makes room for 17.
      if (events === undefined) events = sink.events = [event]
      else events.push(event)
    }
    data = undefined
    type = ''
    left = start
  }
  sink.lastEventId = lastEventId
  return left
}

/** §9.2.6: one space before the value is not part of it. */
function valueStart(text: string, start: number): number {
  return text.charCodeAt(start) === 32 ? start + 1 : start
}

/** `data:`. By the character, since `startsWith` takes twice as long. */
function isData(text: string, start: number, first: number): boolean {
  return (
    first === 100 &&
    text.charCodeAt(start + 1) === 97 &&
    text.charCodeAt(start + 2) === 116 &&
    text.charCodeAt(start + 3) === 97 &&
    text.charCodeAt(start + 4) === 58
  )
}

/** `event:` */
function isEvent(text: string, start: number, first: number): boolean {
  return (
    first === 101 &&
    text.charCodeAt(start + 1) === 118 &&
    text.charCodeAt(start + 2) === 101 &&
    text.charCodeAt(start + 3) === 110 &&
    text.charCodeAt(start + 4) === 116 &&
    text.charCodeAt(start + 5) === 58
  )
}
