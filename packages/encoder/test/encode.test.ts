import { describe, expect, it } from 'vitest'
import { encode, type ServerSentEventInit } from '../src/index.ts'

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

  it.each([
    [-0, '0'],
    [1e3, '1000'],
    [0x10, '16'],
    [2 ** 31 - 1, '2147483647'],
  ])('writes retry %d in decimal digits', (retry, digits) => {
    expect(encode({ retry })).toBe(`retry: ${digits}\n\n`)
  })

  it('leaves the event alone, frozen or not', () => {
    expect(encode(Object.freeze({ data: 'a\r\nb' }))).toBe('data: a\ndata: b\n\n')
  })
})
