import { describe, expect, it } from 'vitest'
import {
  canonical,
  encoderSuite,
  encoderVectors,
  parserSuite,
  parserVectors,
  parseReference,
  unsupportedReason,
} from '../src/index.ts'
import { assertEqual, assertResolves, assertThrows, show } from '../src/assert.ts'

const utf8 = new TextEncoder()

describe('vectors', () => {
  it('are many, and each names its clause', () => {
    expect(parserVectors.length).toBeGreaterThanOrEqual(150)
    for (const { name, clause } of parserVectors) expect(clause, name).toMatch(/^(Encoding )?§\d+(\.\d+)+ \S/)
  })

  it('start from an id only where a new EventSource cannot be asked', () => {
    expect(parserVectors.filter((vector) => 'lastEventId' in vector).length).toBeLessThan(10)
  })

  it('attack every field with every line end', () => {
    const names = encoderVectors.map((vector) => vector.name)
    for (const field of ['type', 'id', 'data', 'comment']) {
      for (const end of ['LF', 'CR', 'CRLF']) expect(names).toContain(`${field}: ${end} and a field`)
    }
  })

  it.each([
    ['parserSuite', parserSuite.map((check) => check.name)],
    ['encoderSuite', encoderSuite.map((check) => check.name)],
  ])('%s names each check once', (_suite, names) => {
    expect(new Set(names).size).toBe(names.length)
  })
})

describe('unsupportedReason', () => {
  const check = { name: 'toString', run: async (): Promise<void> => {} }

  it('is the reason that the subject gives', () => {
    expect(unsupportedReason({ unsupported: { toString: 'it cannot' } as Record<string, string> }, check)).toBe(
      'it cannot',
    )
  })

  it('is not found in a prototype', () => {
    expect(unsupportedReason({ unsupported: {} }, check)).toBeUndefined()
    expect(unsupportedReason({}, check)).toBeUndefined()
  })
})

describe('canonical', () => {
  it.each([
    [{ data: 'a' }, { type: 'message', data: 'a', lastEventId: 'before' }],
    [{ data: '' }, { type: 'message', data: '', lastEventId: 'before' }],
    [
      { type: '', data: 'a', id: '' },
      { type: 'message', data: 'a', lastEventId: '' },
    ],
    [
      { type: 't', data: 'a\r\nb\rc\nd\n\r', id: '1' },
      { type: 't', data: 'a\nb\nc\nd\n\n', lastEventId: '1' },
    ],
    [
      { type: '\uD800', data: 'a\uDC00\u{1F600}' },
      { type: '\uFFFD', data: 'a\uFFFD\u{1F600}', lastEventId: 'before' },
    ],
    [{ type: 't', id: '1', retry: 5 }, undefined],
  ])('%j', (init, expected) => {
    expect(canonical(init, 'before')).toEqual(expected)
  })
})

describe('parseReference', () => {
  it('decodes the example of its documentation', () => {
    expect(parseReference(utf8.encode('id: 1\ndata: hello\n\n'))).toEqual({
      events: [{ type: 'message', data: 'hello', lastEventId: '1' }],
      lastEventId: '1',
      reconnectionTime: undefined,
    })
  })
})

describe('assertions', () => {
  it.each<[unknown, unknown]>([
    [1, 2],
    ['1', 1],
    [undefined, '(undefined)'],
    [undefined, null],
    [{ a: 1 }, { a: 1, b: undefined }],
    [{ a: undefined }, { b: undefined }],
    [[], {}],
    [[1, 2], [1]],
    ['\u0000', '\\u0000'],
  ])('%o is not %o', (a, b) => {
    expect(() => assertEqual(a, b, 'about')).toThrow(/^about\n {2}expected .*\n {2}got {6}/)
    expect(() => assertEqual(b, a, 'about')).toThrow('about')
  })

  it.each<[unknown, unknown]>([
    [Number.NaN, Number.NaN],
    [
      { a: [1, { b: undefined }], c: '' },
      { c: '', a: [1, { b: undefined }] },
    ],
  ])('%o is %o', (a, b) => {
    expect(() => assertEqual(a, b, 'about')).not.toThrow()
  })

  it('show what cannot be seen', () => {
    expect(show({ a: '\u2028\uFEFF\u00E9', b: undefined })).toBe(
      String.raw`{"a":"\u2028\ufeff\u00e9","b":"(undefined)"}`,
    )
    expect(show([Number.NaN, new Uint8Array([1, 255])])).toBe('["(NaN)","(bytes 01 ff)"]')
  })

  it('want the right error', async () => {
    await expect(assertThrows(() => 'fine', ['TypeError'], 'about')).rejects.toThrow(/about\n.*a TypeError\n.*"fine"/)
    await expect(assertThrows(tooMuch, ['TypeError'], 'about')).rejects.toThrow('RangeError: too much')
    await expect(assertThrows(tooMuch, ['TypeError', 'RangeError'], 'about')).resolves.toBeInstanceOf(RangeError)
  })

  it('want a result', async () => {
    await expect(assertResolves(() => 'fine', 'about')).resolves.toBe('fine')
    await expect(assertResolves(tooMuch, 'about')).rejects.toThrow(/^about\n.*\n.*RangeError: too much/)
  })
})

function tooMuch(): never {
  throw new RangeError('too much')
}
