import { describe, expect, it } from 'vitest'
import { encode, encodeComment, type ServerSentEventInit } from '../src/index.ts'

describe('a refusal names the field, the character and its index', () => {
  it.each<[event: unknown, name: string, message: string]>([
    [{ type: 'a\nb' }, 'TypeError', 'type must not hold U+000A at index 1'],
    [{ type: '\u{1F600}\r' }, 'TypeError', 'type must not hold U+000D at index 2'],
    [{ id: '12\u00003' }, 'TypeError', 'id must not hold U+0000 at index 2, which no header could bring back'],
    [{ id: '\u007F' }, 'TypeError', 'id must not hold U+007F at index 0, which no header could bring back'],
    [{ id: 'ab ' }, 'TypeError', 'id must not hold U+0020 at index 2, which no header could bring back'],
    [{ id: '\uFEFFa' }, 'TypeError', 'id must not hold U+FEFF at index 0, which no header could bring back'],
    [{ id: 'a\u3000' }, 'TypeError', 'id must not hold U+3000 at index 1, which no header could bring back'],
    [{ id: 'a\uDC00' }, 'TypeError', 'id must not hold U+DC00 at index 1, which no header could bring back'],
    [{ type: 5 }, 'TypeError', 'type must be a string, got number'],
    [{ id: null }, 'TypeError', 'id must be a string, got null'],
    [{ data: { a: 1 } }, 'TypeError', 'data must be a string, got object'],
    [{ retry: '5' }, 'TypeError', 'retry must be a number, got string'],
    [{ retry: -1 }, 'RangeError', 'retry must be an integer from 0 to 2147483647, got -1'],
    [{ retry: 1.5 }, 'RangeError', 'retry must be an integer from 0 to 2147483647, got 1.5'],
    [{ retry: Number.NaN }, 'RangeError', 'retry must be an integer from 0 to 2147483647, got NaN'],
    [{}, 'TypeError', 'event sets none of type, data, id and retry'],
    [undefined, 'TypeError', 'event must be an object, got undefined'],
    [{ event: 'a', data: 'b' }, 'TypeError', 'the type belongs in "type", not in "event"'],
  ])('%o', (event, name, message) => {
    expect(() => encode(event as ServerSentEventInit)).toThrow(expect.objectContaining({ name, message }))
  })

  it('a comment that is not a string', () => {
    expect(() => encodeComment(5 as unknown as string)).toThrow(new TypeError('text must be a string, got number'))
  })
})

describe('encode', () => {
  it('takes undefined for absent', () => {
    expect(encode({ type: undefined, data: 'a', id: undefined, retry: undefined })).toBe('data: a\n\n')
  })

  it('takes a type together with the property event', () => {
    const event: ServerSentEventInit & { event: string } = { type: 'a', event: 'b', data: 'c' }
    expect(encode(event)).toBe('event: a\ndata: c\n\n')
  })

  it('reads each property once, so that no getter can answer the check and the frame differently', () => {
    const answers = ['harmless', 'a\ndata: injected']
    const event = {
      get type(): string {
        return answers.shift() ?? 'read too often'
      },
    }
    expect(encode(event)).toBe('event: harmless\n\n')
    expect(answers).toHaveLength(1)
  })

  it('leaves the event alone, frozen or not', () => {
    expect(encode(Object.freeze({ data: 'a\r\nb' }))).toBe('data: a\ndata: b\n\n')
  })
})
