import { assertEqual, assertResolves, assertThrows } from './assert.ts'
import { encoderVectors, type CommentVector, type EncoderVector, type EventVector } from './encoder-vectors.ts'
import { parseReference, type ParsedEvent, type ParsedStream } from './reference.ts'
import type { EventInit } from './canonical.ts'
import type { Awaitable, Check, Suite, Supports } from './suite.ts'

/** An encoder of event streams, for {@link encoderSuite}. Text counts as its UTF-8. */
export interface EncoderSubject extends Supports {
  /** One event as it goes over the wire; throws or rejects if it cannot. */
  encode(event: EventInit): Awaitable<string | Uint8Array>
  /** One comment as it goes over the wire; without `text`, the shortest one. */
  encodeComment(text?: string): Awaitable<string | Uint8Array>
}

/**
 * Judges an encoder by its vectors, among them every known way to smuggle something into a stream. Each is either
 * refused by the right error, or a reader sees exactly the event that was asked for, alone and between two others.
 *
 * Checks whose names begin with `wire: ` compare the very text; an encoder that orders fields differently says so in
 * `unsupported`.
 */
export const encoderSuite: Suite<EncoderSubject> = [
  ...encoderVectors.map((vector) => ('comment' in vector ? commentCheck(vector) : eventCheck(vector))),
  commentWithoutText(),
  ...encoderVectors.flatMap(wireCheck),
]

function eventCheck(vector: EventVector): Check<EncoderSubject> {
  const { name, expected } = vector
  return {
    name,
    async run(subject) {
      if (typeof expected === 'string') return expectThrows(() => encodeVector(subject, vector), expected, name)
      const frame = await assertResolves(() => encodeVector(subject, vector), `"${name}"`)
      assertEqual(parseReference(frame), expected, `"${name}": a reader of the frame alone`)
      expectBetween(frame, expected, 'id' in Object(vector.event), name)
    },
  }
}

function commentCheck(vector: CommentVector): Check<EncoderSubject> {
  const { name, expected } = vector
  return {
    name,
    async run(subject) {
      if (expected !== undefined) return expectThrows(() => encodeVector(subject, vector), expected, name)
      expectNothing(await assertResolves(() => encodeVector(subject, vector), `"${name}"`), name)
    },
  }
}

function commentWithoutText(): Check<EncoderSubject> {
  const name = 'a comment without text'
  return {
    name,
    run: async (subject) => expectNothing(bytesOf(await subject.encodeComment()), name),
  }
}

function wireCheck(vector: EncoderVector): Check<EncoderSubject>[] {
  const { wire } = vector
  if (wire === undefined) return []
  const name = `wire: ${vector.name}`
  const run = async (subject: EncoderSubject): Promise<void> => {
    assertEqual(decode(await encodeVector(subject, vector)), wire, `"${name}"`)
  }
  return [{ name, run }]
}

async function encodeVector(subject: EncoderSubject, vector: EncoderVector): Promise<Uint8Array> {
  // The vectors hold on purpose what the types forbid: JavaScript callers do too.
  if ('comment' in vector) return bytesOf(await subject.encodeComment(vector.comment as string))
  return bytesOf(await subject.encode(vector.event as EventInit))
}

async function expectThrows(act: () => Promise<Uint8Array>, expected: string, name: string): Promise<void> {
  await assertThrows(act, [expected], `"${name}"`)
}

function expectNothing(frame: Uint8Array, name: string): void {
  expectBetween(frame, { events: [], lastEventId: '', reconnectionTime: undefined }, false, name)
}

/** Between two events the frame adds its own and touches neither; the one after it has the id then in force. */
function expectBetween(frame: Uint8Array, alone: ParsedStream, setsId: boolean, name: string): void {
  const before: ParsedEvent = { type: 'before', data: 'b', lastEventId: 'ID' }
  const id = setsId ? alone.lastEventId : before.lastEventId
  const expected: ParsedStream = {
    events: [
      before,
      ...alone.events.map((event) => ({ ...event, lastEventId: id })),
      { type: 'after', data: 'a', lastEventId: id },
    ],
    lastEventId: id,
    reconnectionTime: alone.reconnectionTime ?? 1,
  }
  const bytes = [
    ...bytesOf('retry: 1\nid: ID\nevent: before\ndata: b\n\n'),
    ...frame,
    ...bytesOf('event: after\ndata: a\n\n'),
  ]
  assertEqual(parseReference(Uint8Array.from(bytes)), expected, `"${name}": a reader of the frame between two others`)
}

function bytesOf(frame: string | Uint8Array): Uint8Array {
  return typeof frame === 'string' ? new TextEncoder().encode(frame) : frame
}

/** Not even a byte order mark is taken away: every byte is compared. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
}
