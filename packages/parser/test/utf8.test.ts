import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { chunkSizes, inChunks, lent } from './chunkings.ts'
import { bytesOf } from './outcome.ts'

const ROOMY = (): number => Infinity

function wholeText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
}

/** The module as it is where decoders are of the one kind or of the other, which it finds out when it is loaded. */
async function load(kind: string): Promise<typeof import('../src/utf8.ts')> {
  vi.resetModules()
  const escape = Object.getOwnPropertyDescriptor(RegExp, 'escape')
  try {
    if (kind === 'slow to stream')
      Object.defineProperty(RegExp, 'escape', { value: (text: string) => text, configurable: true })
    else Reflect.deleteProperty(RegExp, 'escape')
    return await import('../src/utf8.ts')
  } finally {
    if (escape === undefined) Reflect.deleteProperty(RegExp, 'escape')
    else Object.defineProperty(RegExp, 'escape', escape)
  }
}

/** ASCII, other text, broken-off characters and bytes that are none; some long, some short, in any order. */
function pieces(): fc.Arbitrary<Uint8Array> {
  const text = fc
    .tuple(
      fc.constantFrom('a', 'data: x\n', '\u4F60\u597D', '\u{1F600}', '\uFEFF', '\r'),
      fc.constantFrom(1, 2, 9, 33, 90),
    )
    .map(([unit, times]) => [...bytesOf(unit.repeat(times))])
  const broken = fc.constantFrom([0xff], [0xc3], [0xe2, 0x82], [0xf0, 0x9f, 0x98], [0x80], [0xed, 0xa0], [0xc0, 0x80])
  const piece = fc.oneof({ weight: 4, arbitrary: text }, broken)
  return fc.array(piece, { maxLength: 24, size: 'max' }).map((all) => Uint8Array.from(all.flat()))
}

describe.each(['slow to stream', 'fast to stream'])('Utf8Decoder where decoders are %s', (kind) => {
  afterEach(() => vi.restoreAllMocks())

  it('gives the text of the whole, however it is cut, and keeps no memory of a chunk', async () => {
    const { Utf8Decoder } = await load(kind)
    const memory = new Uint8Array(4096)
    fc.assert(
      fc.property(pieces(), chunkSizes(), (bytes, sizes) => {
        const decoder = new Utf8Decoder()
        let text = ''
        for (const chunk of lent(inChunks(bytes, sizes), memory)) text += decoder.decode(chunk, ROOMY)
        expect(text + decoder.flush()).toBe(wholeText(bytes))
        expect(decoder.flush()).toBe('')
      }),
      { numRuns: 1000 },
    )
  })

  it('decodes what strings interrupt as pieces of their own', async () => {
    const { Utf8Decoder } = await load(kind)
    fc.assert(
      fc.property(fc.array(fc.tuple(pieces(), chunkSizes()), { maxLength: 5 }), (runs) => {
        const decoder = new Utf8Decoder()
        for (const [bytes, sizes] of runs) {
          const texts = inChunks(bytes, sizes).map((chunk) => decoder.decode(chunk, ROOMY))
          expect(texts.join('') + decoder.flush()).toBe(wholeText(bytes))
        }
      }),
    )
  })

  it('calls the decoder that is faster for the text, as far as it can tell by the text before', async () => {
    const calls: string[] = []
    const decode = TextDecoder.prototype.decode
    vi.spyOn(TextDecoder.prototype, 'decode').mockImplementation(function (this: TextDecoder, input, options) {
      calls.push(options?.stream === true ? 'stream' : 'at once')
      return decode.call(this, input, options)
    })
    const { Utf8Decoder } = await load(kind)
    const decoder = new Utf8Decoder()
    const ascii = bytesOf('x'.repeat(40))
    const wide = bytesOf(`${'\u4F60'.repeat(40)}.`)
    for (const chunk of [ascii, wide, wide, ascii, ascii, wide.subarray(0, 40), wide.subarray(40), ascii]) {
      decoder.decode(chunk, ROOMY)
    }
    // After the first two, which nothing foretold otherwise: other text, and the ASCII after it.
    const guessed = kind === 'slow to stream' ? 'at once' : 'stream'
    expect(calls).toEqual(['at once', 'at once', guessed, guessed, 'at once', 'stream', 'stream', guessed])
  })
})

describe('Utf8Decoder gathers small chunks', () => {
  it('of less than 32 bytes, until a line ends, be it by CR or LF', async () => {
    const { Utf8Decoder } = await load('slow to stream')
    const decoder = new Utf8Decoder()
    const small = bytesOf('x'.repeat(31))
    expect(decoder.decode(small, ROOMY)).toBe('')
    expect(decoder.decode(bytesOf('a\nb'), ROOMY)).toBe(`${'x'.repeat(31)}a\nb`)
    expect(decoder.decode(bytesOf('c'), ROOMY)).toBe('')
    expect(decoder.decode(bytesOf('\r'), ROOMY)).toBe('c\r')
    expect(decoder.decode(bytesOf('d'), ROOMY)).toBe('')
    expect(decoder.decode(bytesOf('y'.repeat(32)), ROOMY)).toBe(`d${'y'.repeat(32)}`)
    expect(decoder.decode(small, ROOMY)).toBe('')
    expect(decoder.flush()).toBe('x'.repeat(31))
  })

  it('up to 256 bytes, and not more than a third of the room', async () => {
    const { Utf8Decoder } = await load('slow to stream')
    const decoder = new Utf8Decoder()
    const x = bytesOf('x')
    for (let count = 0; count < 256; count += 1) expect(decoder.decode(x, ROOMY)).toBe('')
    expect(decoder.decode(x, ROOMY)).toBe('x'.repeat(257))
    expect(decoder.decode(x, () => 5)).toBe('')
    expect(decoder.decode(x, () => 6)).toBe('')
    expect(decoder.decode(x, () => 8.9)).toBe('xxx')
    // The most that there is memory for.
    for (let count = 0; count < 256; count += 1) expect(decoder.decode(x, ROOMY)).toBe('')
    expect(decoder.decode(bytesOf('y'.repeat(31)), ROOMY)).toBe('x'.repeat(256) + 'y'.repeat(31))
  })
})
