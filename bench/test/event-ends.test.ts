import { describe, expect, it } from 'vitest'
import { EventEnds } from '../fanout/event-ends.ts'

const STREAM = Buffer.from(
  '5\r\nid: 1\ndata: one\n\n\r\n5\r\ndata: two\n\n\r\ndata: six\n\ndata: ten\n\ndata: of another length\n\n',
)

describe('EventEnds', () => {
  it('counts what ends, however the reads break it', () => {
    for (let size = 1; size <= STREAM.length; size += 1) {
      const ends = new EventEnds()
      let count = 0
      for (let at = 0; at < STREAM.length; at += size) {
        const read = STREAM.subarray(at, at + size)
        count += ends.count(read, read.length)
      }
      expect(count, `reads of ${size} bytes`).toBe(5)
    }
  })

  it('does not take what is beyond the length for the next end', () => {
    const buffer = Buffer.from('data: 1\n\ndata: 2\n\nretry\n\n..\n\n')
    expect(new EventEnds().count(buffer, buffer.indexOf('..'))).toBe(3)
  })

  it('counts nothing beyond the length of what was read', () => {
    const buffer = Buffer.concat([STREAM, Buffer.from('data: of the read before\n\n')])
    expect(new EventEnds().count(buffer, STREAM.length)).toBe(5)
  })
})
