import { seededRandom } from '../harness/random.ts'
import { allFields, chineseToken, large, lines, tiny, token, typedToken, withCrlf, type EventMaker } from './events.ts'
import { stream, type Cut, type Stream } from './stream.ts'

/** Something that streams look like in practice, or at their worst. */
export interface Workload {
  readonly name: string
  readonly title: string
  /** The same stream at each call; `share` 1 is all of it, 1/16 is one like it with a sixteenth of the work. */
  stream(share: number): Stream
  /** Where the data of an event stands in its text, if each event is one chunk: see `floor`. */
  readonly slice?: Slice
}

/** From `start` to `end` characters before the text's end; and the type that the event has. */
export interface Slice {
  readonly start: number
  readonly end: number
  readonly type: string
}

const KIB = 1024
const PLAIN: Slice = { start: 'data: '.length, end: 2, type: 'message' }
const TYPED: Slice = { start: 'event: content_block_delta\ndata: '.length, end: 2, type: 'content_block_delta' }
const CRLF: Slice = { ...PLAIN, end: 4 }

export const workloads: readonly Workload[] = [
  many('token', '250-byte JSON tokens, one per chunk', token, 8192, 'per event', PLAIN),
  many('token-16k', '250-byte JSON tokens in 16 KiB chunks', token, 8192, 16 * KIB),
  many('token-64k', '250-byte JSON tokens in 64 KiB chunks', token, 8192, 64 * KIB),
  many('typed', '250-byte JSON tokens with a type, one per chunk', typedToken, 8192, 'per event', TYPED),
  many('typed-16k', '250-byte JSON tokens with a type in 16 KiB chunks', typedToken, 8192, 16 * KIB),
  many('typed-64k', '250-byte JSON tokens with a type in 64 KiB chunks', typedToken, 8192, 64 * KIB),
  many('tiny-16k', 'events of one character in 16 KiB chunks', tiny, 32_768, 16 * KIB),
  many('large-64k-mtu', '64 KiB events in 1,400-byte chunks', large(64 * KIB), 64, 1400),
  many('large-64k-16k', '64 KiB events in 16 KiB chunks', large(64 * KIB), 64, 16 * KIB),
  many('large-1m-mtu', '1 MiB events in 1,400-byte chunks', large(KIB * KIB), 4, 1400),
  many('large-1m-16k', '1 MiB events in 16 KiB chunks', large(KIB * KIB), 4, 16 * KIB),
  many('lines', 'events of 20 lines, one per chunk', lines, 1024, 'per event'),
  many('lines-16k', 'events of 20 lines in 16 KiB chunks', lines, 1024, 16 * KIB),
  many('fields', 'every field and a comment, one event per chunk', allFields, 8192, 'per event'),
  many('fields-16k', 'every field and a comment, in 16 KiB chunks', allFields, 8192, 16 * KIB),
  many('crlf', '250-byte JSON tokens with CRLF, one per chunk', withCrlf(token), 8192, 'per event', CRLF),
  many('crlf-16k', '250-byte JSON tokens with CRLF in 16 KiB chunks', withCrlf(token), 8192, 16 * KIB),
  many('chinese', 'tokens of Chinese and emoji, one per chunk', chineseToken, 8192, 'per event', PLAIN),
  many('chinese-16k', 'tokens of Chinese and emoji in 16 KiB chunks', chineseToken, 8192, 16 * KIB),
  oneByte(),
]

function many(name: string, title: string, make: EventMaker, count: number, cut: Cut, slice?: Slice): Workload {
  return {
    name,
    title,
    stream(share) {
      const random = seededRandom(1)
      const events = Array.from({ length: Math.max(1, Math.round(count * share)) }, () => make(random))
      return stream(events, cut)
    },
    ...(slice !== undefined && { slice }),
  }
}

/** One event, so that a smaller share is a shorter line. */
function oneByte(): Workload {
  return {
    name: 'one-byte',
    title: 'a line of 1 MiB in chunks of one byte',
    stream: (share) => stream([large(KIB * KIB * share)(seededRandom(1))], 1),
  }
}
