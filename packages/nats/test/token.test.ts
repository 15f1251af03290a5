import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entrySubject, logNames } from '../src/log-names.ts'
import { tokenOf } from '../src/token.ts'

describe('tokens', () => {
  it.for([
    ['', '_'],
    ['news', 'news'],
    ['A-z09', 'A-z09'],
    ['_', '_5f'],
    ['a.b', 'a_2eb'],
    ['*', '_2a'],
    ['>', '_3e'],
    [' ', '_20'],
    ['é', '_c3_a9'],
  ] as const)('%j is %s', ([text, token]) => expect(tokenOf(text)).toBe(token))

  it('every text has one of its own, which is one token of a subject', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, two) => {
        expect(tokenOf(one)).toMatch(/^[\w-]+$/)
        expect(tokenOf(one) === tokenOf(two)).toBe(one === two)
      }),
      { numRuns: 1_000 },
    )
  })

  it('a channel that is too long for a line of the protocol is told by the entry', () => {
    const names = logNames('p', 'log')
    expect(entrySubject(names, 'e', 'x'.repeat(512))).toContain('xxx')
    expect(entrySubject(names, 'e', 'x'.repeat(513))).toBe('p.log.e.c.__')
    expect(entrySubject(names, 'e', '__')).toBe('p.log.e.c._5f_5f')
  })
})
