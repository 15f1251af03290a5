import attacks from './vectors/encoder-attacks.json' with { type: 'json' }
import wellFormed from './vectors/encoder-well-formed.json' with { type: 'json' }
import type { ParsedStream } from './reference.ts'

/** What an encoder is given, and what must become of it. The names are unique. */
export type EncoderVector = EventVector | CommentVector

/** An event, or what somebody passes for one. */
export interface EventVector {
  readonly name: string
  readonly event: unknown
  /** The name of the error that must be thrown before anything is written, or what a reader of the frame must see. */
  readonly expected: string | ParsedStream
  /** The one way to write it, where that is settled. */
  readonly wire?: string
}

/** A comment, or what somebody passes for one. No reader sees anything of it. */
export interface CommentVector {
  readonly name: string
  readonly comment: unknown
  /** The name of the error that must be thrown before anything is written, if one must. */
  readonly expected: string | undefined
  readonly wire?: string
}

/** Well-formed events with their wire text, then attacks on each field: `type`, `id`, `retry`, `data`, comments. */
export const encoderVectors: readonly EncoderVector[] = [
  ...[wellFormed, attacks].flatMap((file: readonly VectorLine[]) => file.map(vectorOf)),
  // What JSON cannot hold.
  refused('type: a symbol in place of a string', { type: Symbol('a'), data: 'x' }, 'TypeError'),
  refused('id: a bigint in place of a string', { id: 5n, data: 'x' }, 'TypeError'),
  refused('data: bytes in place of a string', { data: new Uint8Array([120]) }, 'TypeError'),
  refused('data: a String object in place of a string', { data: Object('x') }, 'TypeError'),
  refused('retry: a bigint in place of a number', { retry: 5n, data: 'x' }, 'TypeError'),
  refused('retry: NaN', { retry: Number.NaN, data: 'x' }, 'RangeError'),
  refused('retry: Infinity', { retry: Number.POSITIVE_INFINITY, data: 'x' }, 'RangeError'),
  refused('event: undefined', undefined, 'TypeError'),
  refused('event: every field undefined', { type: undefined, data: undefined, id: undefined }, 'TypeError'),
  refused('event: a function', () => ({ data: 'x' }), 'TypeError'),
]

/** A vector as a line of its JSON file: an `event` or a `comment`, and what becomes of it. */
interface VectorLine {
  readonly name: string
  readonly event?: unknown
  readonly comment?: unknown
  readonly throws?: string | undefined
  readonly events?: ParsedStream['events'] | undefined
  readonly final?: { readonly lastEventId: string; readonly reconnectionTime: number | null } | undefined
  readonly wire?: string | undefined
}

function vectorOf(line: VectorLine): EncoderVector {
  const { name, throws, wire } = line
  const settled = wire === undefined ? {} : { wire }
  if ('comment' in line) return { name, comment: line.comment, expected: throws, ...settled }
  return { name, event: line.event, expected: throws ?? streamOf(line), ...settled }
}

function streamOf({ events, final }: VectorLine): ParsedStream {
  return {
    events: events ?? [],
    lastEventId: final?.lastEventId ?? '',
    reconnectionTime: final?.reconnectionTime ?? undefined,
  }
}

function refused(name: string, event: unknown, expected: string): EventVector {
  return { name, event, expected }
}
