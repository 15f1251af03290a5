import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { detachEvent, EventStreamParser, type ServerSentEvent } from '../src/index.ts'
import { growth, MIB } from './memory-use.ts'
import { bytesOf } from './outcome.ts'

/** Each event out of a chunk of 64 KiB of its own. */
function keepOne(text: string, count: number, keep: (event: ServerSentEvent) => ServerSentEvent): ServerSentEvent[] {
  const parser = new EventStreamParser()
  const chunk = bytesOf(text.repeat(Math.ceil((64 * 1024) / bytesOf(text).length)))
  return Array.from({ length: count }, () => {
    const [, event] = parser.push(chunk)
    if (event === undefined) throw new Error('No event')
    return keep(event)
  })
}

describe('detachEvent', () => {
  it('gives an equal event, of its own, without what else an event may hold', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.string({ unit: fc.constantFrom('\uD83D', '\uDE00', '\u{1F600}', '\u4F60', 'a'), maxLength: 30 }),
      fc.constantFrom('', 'x', 'x'.repeat(12), 'x'.repeat(13), 'x'.repeat(14), '\u4F60'.repeat(10_000)),
    )
    fc.assert(
      fc.property(text, text, text, (type, data, lastEventId) => {
        const event = { type, data, lastEventId }
        const detached = detachEvent({ ...event, origin: 'x' } as ServerSentEvent)
        expect(detached).toEqual(event)
        expect(detached).not.toBe(event)
      }),
    )
  })

  it.each([
    ['an event of 250 B', `id: 7\ndata: ${'x'.repeat(238)}\n\n`],
    ['an event of 250 B, of wide characters', `data: ${'\u4F60'.repeat(80)}\n\n`],
    ['a type', `event: ${'t'.repeat(40)}\ndata:\n\n`],
    ['an id', `data:\nid: ${'i'.repeat(36)}\n\n`],
    ['data of the least length that is sliced', `data: ${'x'.repeat(13)}\n\n`],
  ])('frees the chunk of %s, which the event itself holds', (_, text) => {
    const kept: unknown[] = []
    expect(growth(() => void kept.push(keepOne(text, 1000, (event) => event)))).toBeGreaterThan(25 * MIB)
    expect(growth(() => void kept.push(keepOne(text, 1000, detachEvent)))).toBeLessThan(2 * MIB)
    expect(kept).toHaveLength(2)
  })
})
