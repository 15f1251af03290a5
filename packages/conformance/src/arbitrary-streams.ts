import * as fc from 'fast-check'

/** Arbitrary bytes; often those, and the runs of them, that matter to a parser or to a decoder of UTF-8. */
export function byteStream(): fc.Arbitrary<Uint8Array> {
  const run = fc.constantFrom(
    'data',
    'data:',
    'id:',
    'event:',
    'retry:1',
    '\r\n',
    '\n\n',
    '\r\r',
    '\uFEFF',
    '\u{1F600}',
  )
  const byte = fc.constantFrom(...TELLING_BYTES)
  const piece = fc.oneof(
    { weight: 5, arbitrary: run.map((text) => [...bytesOf(text)]) },
    { weight: 5, arbitrary: byte.map((value) => [value]) },
    { weight: 1, arbitrary: fc.nat({ max: 255 }).map((value) => [value]) },
  )
  return fc.oneof(
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 64 }) },
    {
      weight: 4,
      arbitrary: fc.array(piece, { maxLength: 80, size: 'max' }).map((pieces) => Uint8Array.from(pieces.flat())),
    },
  )
}

/** Streams of lines that are, nearly are, or look like fields, with every kind of line end; in UTF-8. */
export function fieldStream(): fc.Arbitrary<Uint8Array> {
  const name = mostly(
    fc.constantFrom('data', 'data', 'data', 'event', 'id', 'retry'),
    fc.constantFrom('', 'Data', 'foo', '__proto__', ' data', 'dat', '\uFEFFdata'),
  )
  const colon = mostly(fc.constantFrom(': ', ':'), fc.constantFrom('', ':  ', '::', ' :'))
  const value = fc.oneof(
    fc.constantFrom(
      '',
      'a',
      '1',
      '10',
      '1.5',
      '-1',
      '007',
      ' ',
      '\t',
      'a\0b',
      '\uFEFF',
      '\u2028',
      '\u0085',
      '9'.repeat(20),
    ),
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
  )
  const end = fc.constantFrom('\n', '\r', '\r\n', '\n\n', '\r\r', '\r\n\r\n', '\n\r', '\r\r\n')
  const line = fc.tuple(name, colon, value, mostly(end, fc.constant(''))).map((parts) => parts.join(''))
  const mark = fc.constantFrom('', '', '\uFEFF', '\uFEFF\uFEFF')
  const lines = fc.array(line, { maxLength: 40 })
  return fc.tuple(mark, lines).map(([first, rest]) => bytesOf(first + rest.join('')))
}

/** Streams as servers really send them, with up to eight faults: bytes lost, doubled, changed or put in. */
export function mutatedStream(): fc.Arbitrary<Uint8Array> {
  const fault = fc.record({
    at: fc.nat({ max: 999 }),
    removed: fc.nat({ max: 3 }),
    inserted: fc.array(fc.constantFrom(...TELLING_BYTES), { maxLength: 3 }),
  })
  const stream = fc.oneof(fieldStream(), fc.constantFrom(...REAL_STREAMS.map(bytesOf)))
  return fc.tuple(stream, fc.array(fault, { maxLength: 8 })).map(([bytes, faults]) => {
    const values = [...bytes]
    for (const { at, removed, inserted } of faults) values.splice(at % (values.length + 1), removed, ...inserted)
    return Uint8Array.from(values)
  })
}

/** A stream, and the same cut into chunks. */
export interface ChunkedStream {
  readonly bytes: Uint8Array
  /** One after the other they are `bytes`. Some may be empty. */
  readonly chunks: readonly Uint8Array[]
}

/** Each stream of `streams` with an arbitrary chunking of it: few long chunks, many short ones, empty ones. */
export function chunked(streams: fc.Arbitrary<Uint8Array>): fc.Arbitrary<ChunkedStream> {
  const cuts = fc.oneof(
    fc.array(fc.nat({ max: 9999 }), { maxLength: 4 }),
    fc.array(fc.nat({ max: 9999 }), { maxLength: 64 }),
  )
  return fc.tuple(streams, cuts).map(([bytes, anywhere]) => {
    const positions = anywhere.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b)
    const starts = [0, ...positions]
    return { bytes, chunks: starts.map((start, index) => bytes.slice(start, starts[index + 1])) }
  })
}

/** Line ends, separators, NUL, pieces of a byte order mark, of characters and of surrogates, bytes UTF-8 never uses. */
const TELLING_BYTES = [
  0x0d, 0x0a, 0x0d, 0x0a, 0x3a, 0x20, 0x00, 0x64, 0x35, 0xef, 0xbb, 0xbf, 0xc3, 0xe2, 0x82, 0xf0, 0x9f, 0x98, 0xed,
  0xa0, 0xc0, 0xf5, 0xff,
] as const

const REAL_STREAMS = [
  'data: {"id":"c1","choices":[{"delta":{"content":"Hel"}}]}\n\ndata: {"id":"c1","choices":[{"delta":{"content":"lo \u4F60\u597D"}}]}\n\ndata: [DONE]\n\n',
  'retry: 3000\r\n\r\n: keep-alive\r\n\r\nid: 17\r\nevent: update\r\ndata: first line\r\ndata: second line \u{1F600}\r\n\r\n',
  '\uFEFF:ok\n\nevent: ping\ndata\n\nid\ndata:a\ndata: b\rdata:c\r\r',
] as const

function mostly<T>(usual: fc.Arbitrary<T>, unusual: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: unusual })
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
