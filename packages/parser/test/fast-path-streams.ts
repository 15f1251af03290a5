import fc from 'fast-check'

/** Streams of many blocks as most are, with now and then something that a short cut must not miss. */
export function fastPathStream(): fc.Arbitrary<string> {
  const usual = fc.constantFrom('data: hello', 'data: hello', 'data:', 'data', 'event: tick', 'id: 1', 'id', 'id:')
  const line = fc.oneof({ weight: 6, arbitrary: usual }, { weight: 2, arbitrary: anyLine() }, lineOf('data: '))
  const block = fc.tuple(fc.array(line, { minLength: 1, maxLength: 4 }), lineEnd(), lineEnd())
  const blocks = fc.oneof(
    { weight: 3, arbitrary: fc.array(block, { maxLength: 30, size: 'max' }) },
    fc.tuple(block, fc.integer({ min: 1, max: 200 })).map(([only, count]) => Array.from({ length: count }, () => only)),
  )
  return fc
    .tuple(
      fc.constantFrom('', '', '\uFEFF', '\uFEFF\uFEFF'),
      blocks,
      fc.constantFrom('', 'id: lost\ndata: half', 'id: 9\r'),
    )
    .map(([mark, all, rest]) => mark + all.map(([lines, end, last]) => lines.join(end) + end + last).join('') + rest)
}

function anyLine(): fc.Arbitrary<string> {
  return fc.oneof(
    lineOf('data: ', 'data:', 'data:  ', 'event: ', 'event:', 'id: ', 'id:', 'retry: ', 'retry:'),
    // Nearly fields, at each length of a name that is looked at by the character.
    fc.constantFrom(
      'd',
      'da',
      'dat',
      'datb:x',
      'data',
      'date: x',
      'datas: x',
      'dxta:x',
      'daxa:x',
      'data\0:',
      'data :x',
    ),
    fc.constantFrom(
      'e',
      'even',
      'event',
      'evens: x',
      'events: x',
      'exent:x',
      'evxnt:x',
      'evext:x',
      'evenx:x',
      'event :',
    ),
    fc.constantFrom('i', 'id', 'ix:1', 'ids: 1', 'r', 'retry', 'retrx: 1', 'retry : 1', ' data: x', '\uFEFFdata: x'),
    fc.constantFrom('retry: 10', 'retry:20', 'retry: 3x', 'retry: ', 'retry:  4', 'id: a\0b', 'id: \0', 'id:\0'),
    fc.constantFrom(':', '::', ': ', ':  two', ': heartbeat', 'unknown', 'unknown: x', '\0', '', ''),
    lineOf(':', ': ', 'unknown: ', 'dat', 'x'),
  )
}

/** A line that begins so, with a value about as long as something of the parser's is large. */
function lineOf(...starts: string[]): fc.Arbitrary<string> {
  const unit = fc.constantFrom('x', 'x', 'x', '0', '\u00E9', '\u4F60', '\u{1F600}', '\0', '\u2028', '\uFFFD')
  const count = fc.constantFrom(0, 1, 2, 8, 13, 24, 31, 80, 250, 341, 1020)
  const more = fc.constantFrom('', ' ', 'z', '\u4F60', ':')
  return fc
    .tuple(fc.constantFrom(...starts), unit, count, more)
    .map(([start, character, times, last]) => start + character.repeat(times) + last)
}

function lineEnd(): fc.Arbitrary<string> {
  return fc.constantFrom('\n', '\n', '\n', '\n', '\r\n', '\r\n', '\r')
}
