import { describe, expect, it, vi } from 'vitest'
import { EventStreamParser, type ParserOptions } from '../src/index.ts'
import { growth, MIB } from './memory-use.ts'
import { bytesOf } from './outcome.ts'

const LONG = 'x'.repeat(64 * 1024)
const UUID = '01234567-89ab-cdef-0123-456789abcdef'

/** Bytes that a parser takes for a block that is broken off when each chunk goes on with it so. */
function takenByBlock(text: string, options: ParserOptions): number {
  const parser = new EventStreamParser(options)
  const chunk = bytesOf(text)
  parser.push(text.startsWith('\n') ? 'data: first' : 'data: first\n')
  const grown = growth(() => {
    for (let count = 0; count < 1000; count += 1) parser.push(chunk)
  })
  const [event] = parser.push('\n\n')
  expect(event?.data.slice(0, 5)).toBe('first')
  return grown
}

describe.each([
  ['unheard', {}],
  ['heard', { onComment() {} }],
])('a few bytes kept of each chunk do not hold it alive, where comments are %s:', (_, options) => {
  it.each([
    ['a comment, then half a line', `\n:${LONG}\ndata: 0123456789abcdef`],
    ['a comment, then half a line of wide characters', `\n:\u4F60${LONG}\ndata: 0123456789\u4F60bcdef`],
  ])('%s', (_name, text) => {
    expect(takenByBlock(text, options)).toBeLessThan(4 * MIB)
  })

  it.each([
    ['a line, then a whole comment', `data: 0123456789abcdef\n:${LONG}\n`],
    ['a comment, then a line', `:${LONG}\ndata: 0123456789abcdef\n`],
    ['a comment, then a line to its CR', `:${LONG}\r\ndata: 0123456789abcdef\r`],
    ['an unknown field, then others, to the line end', `x${LONG}\r\nid: 0123456789abcdef\r\nevent: 0123456789\r\n`],
  ])('%s', (_name, text) => {
    expect(takenByBlock(text, options)).toBeLessThan(4 * MIB)
  })

  it('a line, then half a comment', () => {
    expect(takenByBlock(`\ndata: 0123456789abcdef\n:${LONG}`, options)).toBeLessThan(4 * MIB)
  })
})

/** Bytes that many parsers take that wait after this chunk. */
function takenByWaiting(text: string): number {
  const chunk = bytesOf(text)
  const parsers: EventStreamParser[] = []
  const grown = growth(() => {
    for (let count = 0; count < 256; count += 1) {
      const parser = new EventStreamParser()
      parser.push(chunk)
      parsers.push(parser)
    }
  })
  expect(parsers[255]?.lastEventId).toBe(UUID)
  return grown
}

describe('a parser that waits does not hold the last chunk alive', () => {
  it.each([
    ['a type', 'event: 0123456789abcdef\n'],
    ['an id', 'id: 0123456789abcdef\n'],
    ['half a line', 'data: 0123456789abcdef'],
  ])('by %s of the next event', (_, text) => {
    expect(takenByWaiting(`id: ${UUID}\n\n:${LONG}\n${text}`)).toBeLessThan(4 * MIB)
  })

  it('by its last event ID, within a comment', () => {
    expect(takenByWaiting(`: ${LONG}\nid: ${UUID}\ndata: a\n\n: quiet`)).toBeLessThan(4 * MIB)
  })

  it.each([
    ['within the next event', `: ${LONG}\nid: ${UUID}\ndata: a\n\nevent: tick\n`],
    ['after an event', `: ${LONG}\nid: ${UUID}\ndata: a\n\n`],
    ['after an id without data', `: ${LONG}\nid: ${UUID}\n\n`],
  ])('by its last event ID, %s', (_, text) => {
    expect(takenByWaiting(text)).toBeLessThan(4 * MIB)
  })
})

describe('comments', () => {
  it('of 16 MiB in small ones, heard and unheard, leave nothing', () => {
    const onComment = vi.fn()
    for (const options of [{}, { onComment: (text: string) => void (text === 'last' && onComment(text)) }]) {
      const parser = new EventStreamParser(options)
      const chunk = bytesOf(': heartbeat of a server that has nothing to say\n'.repeat(1366))
      parser.push('data: a\n')
      const grown = growth(() => {
        for (let count = 0; count < 256; count += 1) parser.push(chunk)
      })
      expect(grown).toBeLessThan(2 * MIB)
      expect(parser.push(': last\n\n')).toHaveLength(1)
    }
    expect(onComment).toHaveBeenCalledTimes(1)
  })
})

describe('lines that replace each other within one event', () => {
  it.each([
    ['ids', 'id: 0123456789abcdef\n'],
    ['types', 'event: 0123456789abcdef\n'],
    ['retry', 'retry: 0123456789012345\n'],
  ])('%s of 8 MiB leave the last one only', (_, line) => {
    const parser = new EventStreamParser()
    const chunk = bytesOf(line.repeat(64))
    parser.push('data: first\n')
    const grown = growth(() => {
      for (let count = 0; count < 6000; count += 1) parser.push(chunk)
    })
    expect(grown).toBeLessThan(2 * MIB)
    expect(parser.push('\n')).toHaveLength(1)
  })
})
