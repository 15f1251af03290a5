import { describe, expect, it } from 'vitest'
import { EventStreamParser } from '../src/index.ts'
import { bytesOf, outcomeOf } from './outcome.ts'

const message = (data: string, lastEventId = ''): object => ({ type: 'message', data, lastEventId })

describe('what comes out at once', () => {
  it('gives every event with the chunk that completes it, and none before', () => {
    const parser = new EventStreamParser()
    expect(parser.push('data: a\n')).toEqual([])
    expect(parser.push('\ndata: b\n\ndata: c')).toEqual([message('a'), message('b')])
    expect(parser.push('\n')).toEqual([])
    expect(parser.push('\n')).toEqual([message('c')])
  })

  it('ends a line at a CR without waiting for its LF, which may come chunks later', () => {
    const parser = new EventStreamParser()
    expect(parser.push('data: a\r')).toEqual([])
    expect(parser.push('\n\r')).toEqual([message('a')])
    expect(parser.push('')).toEqual([])
    expect(parser.push(new Uint8Array())).toEqual([])
    expect(parser.push('\ndata: b\r\r')).toEqual([message('b')])
    expect(parser.push('\n\n')).toEqual([])
    expect(parser.push('data: c\n\n')).toEqual([message('c')])
  })

  it('hands out arrays that are the caller’s own', () => {
    const parser = new EventStreamParser()
    parser.push('data: a\n\n').push({ type: 'mine', data: '', lastEventId: '' })
    expect(parser.push('')).toEqual([])
  })
})

describe('BOM (§9.2.5)', () => {
  it('removes one, in bytes or text, and takes a second one for data', () => {
    expect(outcomeOf(['\uFEFFdata: a\n\n']).events).toEqual([message('a')])
    expect(outcomeOf([bytesOf('\uFEFFdata: a\n\n')]).events).toEqual([message('a')])
    expect(outcomeOf([bytesOf('\uFEFF\uFEFFdata: a\n\ndata: b\n\n')]).events).toEqual([message('b')])
    expect(outcomeOf(['data: \uFEFFa\n\n', '\uFEFFdata: b\n\n']).events).toEqual([message('\uFEFFa')])
  })
})

describe('fields (§9.2.6)', () => {
  it('keeps the type of the last event field, and an empty one resets it', () => {
    expect(outcomeOf(['event: a\nevent: b\ndata\n\n']).events).toEqual([{ type: 'b', data: '', lastEventId: '' }])
    expect(outcomeOf(['event: a\nevent\ndata\n\n']).events).toEqual([message('')])
    expect(outcomeOf(['event: a\n\ndata\n\n']).events).toEqual([message('')])
  })

  it('ignores an id with NUL in it, and keeps the one before', () => {
    expect(outcomeOf(['id: 1\nid: 2\0\ndata\n\n'])).toMatchObject({ events: [message('', '1')], lastEventId: '1' })
  })

  it('takes a retry of ASCII digits as the number it is, and nothing else', () => {
    expect(outcomeOf(['retry: 007\n']).reconnectionTime).toBe(7)
    expect(outcomeOf(['retry: 99999999999999\n']).reconnectionTime).toBe(99_999_999_999_999)
    expect(outcomeOf([`retry: ${'9'.repeat(400)}\n`]).reconnectionTime).toBe(Infinity)
    for (const value of ['', ' ', '-1', '+1', '1.5', '1e3', '0x10', ' 1', '1 ', '\u0661', '\uFF11']) {
      expect(outcomeOf([`retry: 5\nretry: ${value}\n`]).reconnectionTime, JSON.stringify(value)).toBe(5)
    }
  })

  it('lets retry take effect at its line, and only there', () => {
    const parser = new EventStreamParser()
    parser.push('retry: 10')
    expect(parser.reconnectionTime).toBeUndefined()
    parser.push('\n')
    expect(parser.reconnectionTime).toBe(10)
  })
})

describe('the last event ID', () => {
  it('commits at the empty line, with data or without', () => {
    const parser = new EventStreamParser()
    parser.push('id: 1\ndata: a\n')
    expect(parser.lastEventId).toBe('')
    parser.push('\nid: 2\n')
    expect(parser.lastEventId).toBe('1')
    parser.push('\n')
    expect(parser.lastEventId).toBe('2')
    parser.push('id\n\n')
    expect(parser.lastEventId).toBe('')
  })

  it('starts from options.lastEventId, which the stream may change or reset', () => {
    const lastEventId = '41'
    expect(outcomeOf(['data: a\n\n'], { lastEventId })).toMatchObject({ events: [message('a', '41')], lastEventId })
    expect(outcomeOf(['id: 42\ndata: a\n'], { lastEventId }).lastEventId).toBe('41')
    expect(outcomeOf(['id\ndata: a\n\n'], { lastEventId }).events).toEqual([message('a', '')])
  })
})

describe('comments', () => {
  it('are told without their leading space, and change nothing', () => {
    expect(outcomeOf(['data: a\n: one\n::two:\n:\n:  three\ndata: b\n\n'])).toMatchObject({
      events: [message('a\nb')],
      comments: ['one', ':two:', '', ' three'],
    })
  })

  it('are told when their line ends, before push returns', () => {
    const comments: string[] = []
    const parser = new EventStreamParser({ onComment: (text) => void comments.push(text) })
    parser.push(': hel')
    expect(comments).toEqual([])
    parser.push('lo\r')
    expect(comments).toEqual(['hello'])
  })

  it('close the parser if the listener throws, or pushes', () => {
    const failing = new EventStreamParser({
      onComment() {
        throw new Error('mine')
      },
    })
    expect(() => failing.push(':\n')).toThrow('mine')
    expect(() => failing.push('data\n\n')).toThrow(TypeError)
    const pushing: EventStreamParser = new EventStreamParser({ onComment: () => void pushing.push('data\n\n') })
    expect(() => pushing.push(':\n')).toThrow(TypeError)
  })
})

describe('bytes and strings', () => {
  it('may be mixed: a string ends a character that the bytes broke off', () => {
    const euro = bytesOf('data: \u20AC')
    expect(outcomeOf([euro.subarray(0, -1), '!\n\n']).events).toEqual([message('\uFFFD!')])
    expect(outcomeOf([euro, '!\n\n']).events).toEqual([message('\u20AC!')])
    // Not the beginning of any character: two errors, as in one piece.
    expect(outcomeOf(['data:', Uint8Array.of(0xe0, 0x80), '!\n\n']).events).toEqual([message('\uFFFD\uFFFD!')])
    expect(outcomeOf(['data:', euro.subarray(-3, -1), '!', '!', bytesOf('!\n\n')]).events).toEqual([
      message('\uFFFD!!!'),
    ])
  })

  it('joins a surrogate pair that strings cut in two, and leaves a lone one alone', () => {
    expect(outcomeOf(['data: \uD83D', '\uDE00\n\n']).events).toEqual([message('\u{1F600}')])
    expect(outcomeOf(['data: \uD83D\n\n']).events).toEqual([message('\uD83D')])
  })

  it('does not keep the memory of a chunk, of a Node Buffer neither', () => {
    for (const whole of [bytesOf('data: \u{1F600}\n\n'), Buffer.from('data: \u{1F600}\n\n')]) {
      const parser = new EventStreamParser()
      const head = whole.subarray(0, 8)
      parser.push(head)
      const tail = Uint8Array.from(whole.subarray(8))
      head.fill(0x21)
      expect(parser.push(tail)).toEqual([message('\u{1F600}')])
    }
  })

  it('takes a Uint8Array on a piece of shared or larger memory', () => {
    const memory = new Uint8Array(new SharedArrayBuffer(32), 5, 9)
    memory.set(bytesOf('data: a\n\n'))
    expect(outcomeOf([memory]).events).toEqual([message('a')])
  })
})
