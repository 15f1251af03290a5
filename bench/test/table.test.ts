import { describe, expect, it } from 'vitest'
import type { Comparison } from '../harness/result.ts'
import { format, number } from '../harness/table.ts'

const paired = { q1: 1.9, median: 2, q3: 2.1 }
const comparison: Comparison = {
  name: 'token',
  title: 'tokens',
  unit: 'event',
  rounds: 15,
  stray: 0.061,
  noisy: true,
  absent: ['nobody cannot read it: because'],
  rows: [
    { subject: 'baseline', best: 1234.5, median: 1300, ratio: { best: 1, paired: { q1: 1, median: 1, q3: 1 } } },
    { subject: 'ours', best: 61.72, median: 65, ratio: { best: 20.001, paired }, note: 'noted' },
    { subject: 'slow', best: 1e9, median: 1e9, ratio: { best: 0.002, paired }, bound: true, note: '1/64 of the work' },
  ],
}

describe('format', () => {
  it('aligns a comparison, says what is a bound, and shows the noise', () => {
    expect(format({ comparisons: [comparison] }).split('\n')).toEqual([
      'token: tokens',
      '  subject   best ns/event  median   ratio  paired quartiles',
      '  baseline          1,235   1,300    1.00    1.00 1.00 1.00',
      '  ours               61.7      65   20.00    1.90 2.00 2.10  noted',
      '  slow      1,000,000,000          <0.002      >500x slower  1/64 of the work',
      '  NOISY: A/A strays by 6.1 % over 15 rounds',
      '  nobody cannot read it: because',
      '',
    ])
  })

  it('says below the table what is too long for it', () => {
    const [baseline] = comparison.rows
    const note = 'a note of more than twenty-four characters'
    const lines = format({ comparisons: [{ ...comparison, rows: [{ ...baseline!, note }] }] }).split('\n')
    expect(lines[2]).not.toContain(note)
    expect(lines).toContain(`  baseline: ${note}`)
  })

  it('takes the unit of time in which the fastest reads well', () => {
    const [baseline, ours] = comparison.rows
    const rows = [baseline, ours].map((row) => ({ ...row!, best: 40_500 }))
    const lines = format({ comparisons: [{ ...comparison, rows, noisy: false }] }).split('\n')
    expect(lines[1]).toContain('best µs/event')
    expect(lines[2]).toContain('40.5')
    expect(lines).toContain('  A/A strays by 6.1 % over 15 rounds')
  })
})

describe('number', () => {
  it.each([
    [0, '0'],
    [3, '3'],
    [0.001234, '0.00123'],
    [0.12345, '0.123'],
    [1.2345, '1.23'],
    [12.345, '12.3'],
    [1234567.8, '1,234,568'],
    [-0.5, '-0.500'],
    [Infinity, 'Infinity'],
  ])('writes %d as %s', (value, text) => {
    expect(number(value)).toBe(text)
  })
})
