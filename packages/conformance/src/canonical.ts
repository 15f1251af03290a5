import type { ParsedEvent } from './reference.ts'

/** An event as a writer asks for it, before any encoder has judged it. */
export interface EventInit {
  readonly type?: string | undefined
  readonly data?: string | undefined
  readonly id?: string | undefined
  readonly retry?: number | undefined
}

/**
 * What a reader sees of `init` once it went over the wire, or `undefined` if it sees no event (there is no `data`).
 *
 * It is the whole difference between what is written and what is read: in `data`, CRLF and CR become LF, since the wire
 * keeps line ends and not their kinds; lone surrogates become U+FFFD, since UTF-8 cannot hold them; no type, or an
 * empty one, means `message`. It judges nothing: what an encoder must refuse has no canonical form that matters.
 *
 * @param lastEventId - The last event ID in force before this event, kept if `init` has no `id`. Default `''`.
 */
export function canonical(init: EventInit, lastEventId: string = ''): ParsedEvent | undefined {
  if (init.data === undefined) return undefined
  return {
    type: wellFormed(init.type === undefined || init.type === '' ? 'message' : init.type),
    data: wellFormed(init.data.replaceAll(/\r\n|\r/g, '\n')),
    lastEventId: wellFormed(init.id ?? lastEventId),
  }
}

function wellFormed(text: string): string {
  // With the u flag a surrogate matches only where it is alone.
  return text.replaceAll(/\p{Surrogate}/gu, '\uFFFD')
}
