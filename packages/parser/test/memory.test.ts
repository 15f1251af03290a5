import { describe, expect, it } from 'vitest'
import { EventStreamParser } from '../src/index.ts'
import { growth, MIB } from './memory-use.ts'
import { bytesOf } from './outcome.ts'

describe('memory', () => {
  it.each([':', 'x', 'x:', 'datax:'])('what is not kept takes none: a line %j of 256 MiB', (start) => {
    const parser = new EventStreamParser()
    const chunk = new Uint8Array(64 * 1024).fill(0x78)
    parser.push(start)
    const grown = growth(() => {
      for (let count = 0; count < 4096; count += 1) parser.push(chunk)
    })
    expect(grown).toBeLessThan(4 * MIB)
    expect(parser.push('\ndata: a\n\n')).toHaveLength(1)
  })

  it('a comment that is too long takes none', () => {
    const parser = new EventStreamParser({ maxEventBytes: MIB, onComment() {} })
    const chunk = new Uint8Array(64 * 1024).fill(0x78)
    parser.push(':')
    const grown = growth(() => {
      for (let count = 0; count < 1024; count += 1) parser.push(chunk)
    })
    expect(grown).toBeLessThan(4 * MIB)
    expect(parser.push('\ndata: a\n\n')).toHaveLength(1)
  })

  // 2 and 8 MiB: lines are kept whole.
  it.each(['data:', 'data\n'])('what is kept takes little more than its size, however small its parts: %j', (part) => {
    const parser = new EventStreamParser()
    const chunk = part === 'data:' ? bytesOf('xy') : bytesOf('data:xy\n')
    parser.push(part)
    const grown = growth(() => {
      for (let count = 0; count < MIB; count += 1) parser.push(chunk)
    })
    expect(grown).toBeLessThan(9 * MIB)
    expect(parser.push('\n\n')).toHaveLength(1)
  })
})
