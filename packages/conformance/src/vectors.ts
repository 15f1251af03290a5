import { bytesOfHex, expand, type WireText } from './wire-text.ts'
import byteOrderMark from './vectors/byte-order-mark.json' with { type: 'json' }
import utf8 from './vectors/utf-8.json' with { type: 'json' }
import lineEnds from './vectors/line-ends.json' with { type: 'json' }
import data from './vectors/data.json' with { type: 'json' }
import event from './vectors/event.json' with { type: 'json' }
import id from './vectors/id.json' with { type: 'json' }
import retry from './vectors/retry.json' with { type: 'json' }
import ignored from './vectors/ignored.json' with { type: 'json' }
import stream from './vectors/stream.json' with { type: 'json' }
import type { ParsedEvent, ParsedStream } from './reference.ts'

/** One event stream, byte by byte, and what the standard makes a reader see of it. */
export interface ParserVector {
  readonly name: string
  /** What it is about: `byte order mark`, `UTF-8`, `line ends`, `data`, `event`, `id`, `retry`, `ignored lines`, `stream`. */
  readonly topic: string
  /** The section and the rule that decide it, in HTML unless it says otherwise. */
  readonly clause: string
  readonly bytes: Uint8Array
  /**
   * The last event ID in force before the stream, as after a reconnect. Present in few vectors: a new native
   * EventSource cannot be given one.
   */
  readonly lastEventId?: string
  /** The events and, at the end of the stream, what is in force. */
  readonly expected: ParsedStream
}

/** Written from the standard by hand, §9.2.5–9.2.6 in the order of its rules; names are unique. */
export const parserVectors: readonly ParserVector[] = [
  ...vectorsOf('byte order mark', byteOrderMark),
  ...vectorsOf('UTF-8', utf8),
  ...vectorsOf('line ends', lineEnds),
  ...vectorsOf('data', data),
  ...vectorsOf('event', event),
  ...vectorsOf('id', id),
  ...vectorsOf('retry', retry),
  ...vectorsOf('ignored lines', ignored),
  ...vectorsOf('stream', stream),
]

/** What a parser of the vector's stream starts from. */
export function optionsOf({ lastEventId }: ParserVector): { readonly lastEventId?: string } {
  return lastEventId === undefined ? {} : { lastEventId }
}

/** A vector as a line of its JSON file. */
interface VectorLine {
  readonly name: string
  readonly clause: string
  /** The stream as text, in UTF-8 … */
  readonly input?: WireText | undefined
  /** … or as bytes in hexadecimal, where it is not UTF-8. */
  readonly hex?: string | undefined
  readonly lastEventId?: string | undefined
  readonly events: readonly { readonly type: string; readonly data: WireText; readonly lastEventId: string }[]
  readonly final: { readonly lastEventId: string; readonly reconnectionTime: number | null }
}

function vectorsOf(topic: string, file: readonly VectorLine[]): ParserVector[] {
  return file.map((line) => vectorOf(topic, line))
}

function vectorOf(topic: string, line: VectorLine): ParserVector {
  const { name, clause, lastEventId, events, final } = line
  const vector = {
    name,
    topic,
    clause,
    bytes: line.hex === undefined ? new TextEncoder().encode(expand(line.input ?? '')) : bytesOfHex(line.hex),
    expected: {
      events: events.map((event): ParsedEvent => ({ ...event, data: expand(event.data) })),
      lastEventId: final.lastEventId,
      reconnectionTime: final.reconnectionTime ?? undefined,
    },
  }
  return lastEventId === undefined ? vector : { ...vector, lastEventId }
}
