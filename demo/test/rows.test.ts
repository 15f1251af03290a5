import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Fact, Stamp } from '../src/fact.ts'
import { factRow, headRow, noticeRow, type Paper } from '../src/rows.ts'
import { clip, printable } from '../src/width.ts'

const at = new Date(2026, 0, 2, 3, 4, 5).getTime()
const WIDE: Paper = { columns: 100, colour: false }
const stamped = (fact: Fact): Fact & Stamp => ({ ...fact, n: 1, at })
const row = (fact: Fact, paper = WIDE): string => factRow('mwtozb65-7', stamped(fact), paper)

const FACTS: readonly Fact[] = [
  { channel: 'cpu', cores: [0, 0.5, 1] },
  { channel: 'memory', used: 6 * 2 ** 30, total: 15.5 * 2 ** 30 },
  { channel: 'loop', delay: 12.34 },
  { channel: 'connections', open: 2 },
  { channel: 'tail', line: 'GET / 200' },
]

describe('rows', () => {
  it('stand below each other', () => {
    expect([headRow(WIDE), ...FACTS.map((fact) => row(fact))]).toEqual([
      'time      id             channel      value',
      '03:04:05  mwtozb65-7     cpu          █████·····  50 %   ▁▅█',
      '03:04:05  mwtozb65-7     memory       ███▉······  6.0 of 15.5 GiB',
      '03:04:05  mwtozb65-7     loop         ██▌·······  12.3 ms',
      '03:04:05  mwtozb65-7     connections  ██········  2 open',
      '03:04:05  mwtozb65-7     tail         GET / 200',
    ])
    expect(noticeRow('✂ cut', at, WIDE)).toBe('03:04:05  ✂ cut')
  })

  it('leave out in a narrow terminal what there is no room for', () => {
    expect(row({ channel: 'connections', open: 2 }, { columns: 60, colour: false })).toBe(
      'mwtozb65-7     connections  ██········  2 open',
    )
    expect(row({ channel: 'connections', open: 2 }, { columns: 40, colour: false })).toBe('connections  ▊···  2 open')
    expect(row({ channel: 'tail', line: 'x'.repeat(99) }, { columns: 20, colour: false })).toBe('tail         xxxxxx…')
  })

  it('never take more columns than there are, nor more than one line', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 80 })
    fc.assert(
      fc.property(anything, fc.integer({ min: 1, max: 90 }), fc.boolean(), (line, columns, colour) => {
        for (const fact of [...FACTS, { channel: 'tail', line } as const]) {
          const text = stripVTControlCharacters(row(fact, { columns, colour }))
          expect([...new Intl.Segmenter().segment(text)].length).toBeLessThanOrEqual(columns)
          expect(text).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u)
        }
      }),
    )
  })

  it('are coloured only if asked, and say the same then', () => {
    for (const fact of FACTS) {
      const coloured = row(fact, { columns: 100, colour: true })
      expect(coloured).toContain('\u001b[')
      expect(stripVTControlCharacters(coloured)).toBe(row(fact))
    }
  })

  it('fill the bar at most', () => {
    expect(row({ channel: 'loop', delay: 10_000 })).toContain('██████████  10000.0 ms')
    expect(row({ channel: 'cpu', cores: [] })).toContain('··········  0 %')
  })
})

describe('printable', () => {
  it('takes away what would act on the terminal', () => {
    expect(printable('\u001b[31mred\u001b[0m \u001b]0;title\u0007\tx\b\r\u202e\u0085')).toBe('red  x····')
  })
})

describe('clip', () => {
  it.each([
    ['short', 5, 'short'],
    ['longer', 5, 'long…'],
    ['日本語', 6, '日本語'],
    ['日本語', 5, '日本…'],
    ['日本語', 4, '日…'],
    ['👩‍🚀👩‍🚀', 3, '👩‍🚀…'],
    ['e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
    ['ab', 1, '…'],
  ])('%s in %i columns is %s', (text, columns, expected) => {
    expect(clip(text, columns)).toBe(expected)
  })
})
