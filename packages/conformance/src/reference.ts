/** One event as a reader sees it: the `MessageEvent` that the standard dispatches. */
export interface ParsedEvent {
  readonly type: string
  readonly data: string
  readonly lastEventId: string
}

/** All that a whole event stream says to its reader. */
export interface ParsedStream {
  readonly events: readonly ParsedEvent[]
  /** The last event ID string in force at the end of the stream. */
  readonly lastEventId: string
  /** In milliseconds; `undefined` if no `retry` field set it. */
  readonly reconnectionTime: number | undefined
}

/**
 * Reads a whole event stream as HTML §9.2.5 and §9.2.6 say, in the order in which they say it: slow, simple, and
 * sharing nothing with any parser that it judges.
 *
 * Two decisions go beyond the letter: the last event ID buffer starts from `options.lastEventId` (`''` by default), as
 * browsers carry it over a reconnect; and an empty `retry` value sets nothing, since no digits are no integer.
 *
 * @example
 * ```ts
 * parseReference(new TextEncoder().encode('id: 1\ndata: hello\n\n')).events
 * // [{ type: 'message', data: 'hello', lastEventId: '1' }]
 * ```
 */
export function parseReference(bytes: Uint8Array, options: { readonly lastEventId?: string } = {}): ParsedStream {
  // §9.2.6: UTF-8 decode, which takes one BOM away and replaces what is not UTF-8 by U+FFFD.
  const text = new TextDecoder('utf-8', { fatal: false, ignoreBOM: false }).decode(bytes)

  // §9.2.5: a line ends at CRLF, at LF, or at CR.
  const lines = text.split(/\r\n|\n|\r/)
  // §9.2.6: what has no end at the end of the stream is discarded; a line too.
  lines.pop()

  const events: ParsedEvent[] = []
  let lastEventId = options.lastEventId ?? ''
  let reconnectionTime: number | undefined
  let dataBuffer = ''
  let typeBuffer = ''
  let idBuffer = lastEventId

  for (const line of lines) {
    // "If the line is empty": dispatch the event.
    if (line === '') {
      lastEventId = idBuffer
      if (dataBuffer !== '') {
        const data = dataBuffer.slice(0, -1)
        events.push({ type: typeBuffer === '' ? 'message' : typeBuffer, data, lastEventId })
      }
      dataBuffer = ''
      typeBuffer = ''
      continue
    }

    // "If the line starts with a U+003A COLON": ignore the line.
    const colon = line.indexOf(':')
    if (colon === 0) continue

    // With a colon: the field's name before it, its value after it, less one space. Without: a name alone.
    const field = colon === -1 ? line : line.slice(0, colon)
    const rest = colon === -1 ? '' : line.slice(colon + 1)
    const value = rest.startsWith(' ') ? rest.slice(1) : rest

    if (field === 'event') typeBuffer = value
    if (field === 'data') dataBuffer = dataBuffer + value + '\n'
    if (field === 'id' && !value.includes('\0')) idBuffer = value
    if (field === 'retry' && /^[0-9]+$/.test(value)) reconnectionTime = Number(value)
  }

  return { events, lastEventId, reconnectionTime }
}
