import { describe, expect, it } from 'vitest'
import { encodeComment } from '../src/index.ts'
import { subjects } from './subjects.ts'

const NO_HEADER = ', which no header could bring back'
const NOT_A_TIME = 'retry must be an integer from 0 to 2147483647, got '
const TRICKS = {
  toString: () => 'a\ndata: injected',
  valueOf: () => 5,
  [Symbol.toPrimitive]: () => '5\ndata: injected',
}

describe.each(subjects)('%s: a refusal names the field, the character and its index', (_name, subject) => {
  it.each<[event: unknown, name: string, message: string]>([
    [{ type: 'a\nb' }, 'TypeError', 'type must not hold U+000A at index 1'],
    [{ type: '\u{1F600}\r' }, 'TypeError', 'type must not hold U+000D at index 2'],
    [{ type: `${'x'.repeat(20_000)}\r\n`, data: '' }, 'TypeError', 'type must not hold U+000D at index 20000'],
    [{ id: '12\u00003' }, 'TypeError', `id must not hold U+0000 at index 2${NO_HEADER}`],
    [{ id: '1\n', data: 'x' }, 'TypeError', `id must not hold U+000A at index 1${NO_HEADER}`],
    [{ id: '\r\n', data: 'x' }, 'TypeError', `id must not hold U+000D at index 0${NO_HEADER}`],
    [{ id: '\u007F' }, 'TypeError', `id must not hold U+007F at index 0${NO_HEADER}`],
    [{ id: 'a\tb', data: 'x' }, 'TypeError', `id must not hold U+0009 at index 1${NO_HEADER}`],
    [{ id: ' ', data: 'x' }, 'TypeError', `id must not hold U+0020 at index 0${NO_HEADER}`],
    [{ id: ' ab', data: 'x' }, 'TypeError', `id must not hold U+0020 at index 0${NO_HEADER}`],
    [{ id: 'ab ', data: 'x' }, 'TypeError', `id must not hold U+0020 at index 2${NO_HEADER}`],
    [{ id: '\uFEFFa' }, 'TypeError', `id must not hold U+FEFF at index 0${NO_HEADER}`],
    [{ id: 'a\u3000' }, 'TypeError', `id must not hold U+3000 at index 1${NO_HEADER}`],
    [{ id: 'a\uDC00', data: 'x' }, 'TypeError', `id must not hold U+DC00 at index 1${NO_HEADER}`],
    [{ id: '\uD800\u{1F600}', data: 'x' }, 'TypeError', `id must not hold U+D800 at index 0${NO_HEADER}`],
    [{ type: 5, data: 'x' }, 'TypeError', 'type must be a string, got number'],
    [{ type: TRICKS, data: 'x' }, 'TypeError', 'type must be a string, got object'],
    [{ type: Object('a'), data: 'x' }, 'TypeError', 'type must be a string, got object'],
    [{ id: null, data: 'x' }, 'TypeError', 'id must be a string, got null'],
    [{ id: 7, data: 'x' }, 'TypeError', 'id must be a string, got number'],
    [{ id: 7n, data: 'x' }, 'TypeError', 'id must be a string, got bigint'],
    [{ id: TRICKS, data: 'x' }, 'TypeError', 'id must be a string, got object'],
    [{ data: { a: 1 } }, 'TypeError', 'data must be a string, got object'],
    [{ data: TRICKS }, 'TypeError', 'data must be a string, got object'],
    [{ data: Object('x') }, 'TypeError', 'data must be a string, got object'],
    [{ id: '1', data: 5 }, 'TypeError', 'data must be a string, got number'],
    [{ data: Symbol('x') }, 'TypeError', 'data must be a string, got symbol'],
    [{ data: null }, 'TypeError', 'data must be a string, got null'],
    [{ retry: '5' }, 'TypeError', 'retry must be a number, got string'],
    [{ retry: '5\ndata: x', data: 'x' }, 'TypeError', 'retry must be a number, got string'],
    [{ retry: 5n, data: 'x' }, 'TypeError', 'retry must be a number, got bigint'],
    [{ retry: Object(5), data: 'x' }, 'TypeError', 'retry must be a number, got object'],
    [{ retry: TRICKS, data: 'x' }, 'TypeError', 'retry must be a number, got object'],
    [{ retry: -1 }, 'RangeError', `${NOT_A_TIME}-1`],
    [{ retry: 1.5, data: 'x' }, 'RangeError', `${NOT_A_TIME}1.5`],
    [{ retry: 2 ** 31 }, 'RangeError', `${NOT_A_TIME}2147483648`],
    [{ retry: 1e21 }, 'RangeError', `${NOT_A_TIME}1e+21`],
    [{ retry: Number.NaN }, 'RangeError', `${NOT_A_TIME}NaN`],
    [{ retry: Number.NEGATIVE_INFINITY }, 'RangeError', `${NOT_A_TIME}-Infinity`],
    [{}, 'TypeError', 'event sets none of type, data, id and retry'],
    [undefined, 'TypeError', 'event must be an object, got undefined'],
    ['data: x', 'TypeError', 'event must be an object, got string'],
    [{ event: 'a', data: 'b' }, 'TypeError', 'event sets "event": call it type'],
  ])('%o', async (event, name, message) => {
    const encode = async (): Promise<unknown> => subject.encode(event as Parameters<typeof subject.encode>[0])
    await expect(encode()).rejects.toThrow(expect.objectContaining({ name, message }))
  })

  it('asks a proxy once for each field, and judges what it was told', async () => {
    const asked: string[] = []
    const proxy = new Proxy(
      {},
      {
        get(_target, field) {
          // Promises ask for `then`.
          if (field !== 'type' && field !== 'id' && field !== 'data' && field !== 'retry') return undefined
          asked.push(field)
          if (field === 'retry') return undefined
          return asked.indexOf(field) === asked.length - 1 ? `a ${field}` : 'x\n\ndata: injected\n\n'
        },
      },
    )
    const frame = await subject.encode(proxy)
    const text = typeof frame === 'string' ? frame : new TextDecoder().decode(frame)
    expect(text).toBe('event: a type\nid: a id\ndata: a data\n\n')
    expect(asked.toSorted()).toEqual(['data', 'id', 'retry', 'type'])
  })

  it('passes the error of a getter on', async () => {
    const failure = new Error('no data today')
    const event = {
      id: '1',
      get data(): string {
        throw failure
      },
    }
    await expect((async () => subject.encode(event))()).rejects.toBe(failure)
  })

  it('judges what a prototype adds like what the event says itself', async () => {
    const event = Object.assign(Object.create({ type: 'a\n\ndata: injected' }) as object, { data: 'x' })
    await expect((async () => subject.encode(event))()).rejects.toThrow('type must not hold U+000A at index 1')
  })
})

describe('encodeComment', () => {
  it.each([
    [5, 'text must be a string, got number'],
    [null, 'text must be a string, got null'],
    [Object('x'), 'text must be a string, got object'],
    [TRICKS, 'text must be a string, got object'],
    [['a\n\ndata: injected'], 'text must be a string, got object'],
  ])('refuses %o', (text, message) => {
    expect(() => encodeComment(text as unknown as string)).toThrow(new TypeError(message))
  })
})
