import attacks from './vectors/encoder-attacks.json' with { type: 'json' }
import wellFormed from './vectors/encoder-well-formed.json' with { type: 'json' }
import type { ParsedStream } from './reference.ts'

/** What an encoder is given, and what must become of it. The names are unique. */
export type EncoderVector = EventVector | CommentVector

/** An event, or what somebody passes for one. */
export interface EventVector {
  readonly name: string
  /** Either something that an application would write, or something that should do harm. */
  readonly topic: 'well-formed' | 'attack'
  readonly event: unknown
  /** The name of the error that must be thrown before anything is written, or what a reader of the frame must see. */
  readonly expected: string | ParsedStream
  /** The one way to write it, where that is settled. */
  readonly wire?: string
}

/** A comment, or what somebody passes for one. No reader sees anything of it. */
export interface CommentVector {
  readonly name: string
  /** Either something that an application would write, or something that should do harm. */
  readonly topic: 'well-formed' | 'attack'
  readonly comment: unknown
  /** The name of the error that must be thrown before anything is written, if one must. */
  readonly expected: string | undefined
  readonly wire?: string
}

/** Well-formed events with their wire text, then attacks on each field: `type`, `id`, `retry`, `data`, comments. */
export const encoderVectors: readonly EncoderVector[] = [
  ...wellFormed.map((line: VectorLine) => vectorOf('well-formed', line)),
  ...attacks.map((line: VectorLine) => vectorOf('attack', line)),
  // What JSON cannot hold.
  refused('type: a symbol in place of a string', { type: Symbol('a'), data: 'x' }, 'TypeError'),
  refused('type: a String object in place of a string', { type: Object('a'), data: 'x' }, 'TypeError'),
  refused(
    'type: an object that becomes LF and a field',
    { type: becoming('a\ndata: injected'), data: 'x' },
    'TypeError',
  ),
  refused('id: a bigint in place of a string', { id: 5n, data: 'x' }, 'TypeError'),
  refused('id: a String object in place of a string', { id: Object('1'), data: 'x' }, 'TypeError'),
  refused('id: an object that becomes LF and a field', { id: becoming('1\ndata: injected'), data: 'x' }, 'TypeError'),
  refused('data: bytes in place of a string', { data: new Uint8Array([120]) }, 'TypeError'),
  refused('data: a String object in place of a string', { data: Object('x') }, 'TypeError'),
  refused('data: an object that becomes an event', { data: becoming('x\n\ndata: injected\n\n') }, 'TypeError'),
  refused('retry: a bigint in place of a number', { retry: 5n, data: 'x' }, 'TypeError'),
  refused('retry: a Number object in place of a number', { retry: Object(5), data: 'x' }, 'TypeError'),
  refused(
    'retry: an object that becomes LF and a field',
    { retry: becoming('5\ndata: injected'), data: 'x' },
    'TypeError',
  ),
  refused('retry: NaN', { retry: Number.NaN, data: 'x' }, 'RangeError'),
  refused('retry: Infinity', { retry: Number.POSITIVE_INFINITY, data: 'x' }, 'RangeError'),
  refused('event: undefined', undefined, 'TypeError'),
  refused('event: every field undefined', { type: undefined, data: undefined, id: undefined }, 'TypeError'),
  refused('event: a function', () => ({ data: 'x' }), 'TypeError'),
  refusedComment('comment: a String object in place of a string', Object('x')),
  refusedComment('comment: an object that becomes LF and a field', becoming('x\nid: 666')),
  refusedComment('comment: a symbol in place of a string', Symbol('x')),
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

function vectorOf(topic: EncoderVector['topic'], line: VectorLine): EncoderVector {
  const { name, throws, wire } = line
  const settled = wire === undefined ? {} : { wire }
  if ('comment' in line) return { name, topic, comment: line.comment, expected: throws, ...settled }
  return { name, topic, event: line.event, expected: throws ?? streamOf(line), ...settled }
}

function streamOf({ events, final }: VectorLine): ParsedStream {
  return {
    events: events ?? [],
    lastEventId: final?.lastEventId ?? '',
    reconnectionTime: final?.reconnectionTime ?? undefined,
  }
}

/** What a template literal would make `text` of. */
function becoming(text: string): object {
  return { toString: () => text }
}

function refused(name: string, event: unknown, expected: string): EventVector {
  return { name, topic: 'attack', event, expected }
}

function refusedComment(name: string, comment: unknown): CommentVector {
  return { name, topic: 'attack', comment, expected: 'TypeError' }
}
