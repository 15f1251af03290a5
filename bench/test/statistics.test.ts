import { describe, expect, it } from 'vitest'
import { quantile, quartiles, ratio, stray } from '../harness/statistics.ts'

describe('quantile', () => {
  it('is the value itself where there is one, whatever the order', () => {
    expect(quantile([30, 10, 20], 0)).toBe(10)
    expect(quantile([30, 10, 20], 0.5)).toBe(20)
    expect(quantile([30, 10, 20], 1)).toBe(30)
    expect(quantile([7], 0.25)).toBe(7)
  })

  it('lies between two values in proportion, and sorts by size, not by digits', () => {
    expect(quantile([10, 9, 100, 1], 0.5)).toBe(9.5)
    expect(quartiles([1, 2, 3, 4])).toEqual({ q1: 1.75, median: 2.5, q3: 3.25 })
  })

  it('changes nothing that it is given, and refuses what has no answer', () => {
    const values = Object.freeze([2, 1])
    expect(quantile(values, 0)).toBe(1)
    expect(() => quantile([], 0.5)).toThrow(RangeError)
    expect(() => quantile([1], 1.01)).toThrow(RangeError)
    expect(() => quantile([1], Number.NaN)).toThrow(RangeError)
  })
})

describe('ratio', () => {
  it('is above 1 for what is faster than the baseline', () => {
    expect(ratio({ best: 300, rounds: [300, 400, 900] }, { best: 100, rounds: [100, 200, 300] })).toEqual({
      best: 3,
      paired: { q1: 2.5, median: 3, q3: 3 },
    })
  })

  it('pairs the rounds, so that weather which slows both is no difference', () => {
    const { paired } = ratio({ best: 10, rounds: [10, 100, 1000] }, { best: 5, rounds: [5, 50, 500] })
    expect(paired).toEqual({ q1: 2, median: 2, q3: 2 })
  })

  it('refuses rounds that cannot be paired', () => {
    expect(() => ratio({ best: 1, rounds: [1, 2] }, { best: 1, rounds: [1] })).toThrow(RangeError)
  })
})

describe('stray', () => {
  it('takes the worse of the best run and the rounds, in either direction', () => {
    const paired = { q1: 1, median: 1, q3: 1 }
    expect(stray({ best: 0.9, paired })).toBeCloseTo(0.1)
    expect(stray({ best: 1.2, paired })).toBeCloseTo(0.2)
    expect(stray({ best: 1, paired: { ...paired, median: 0.7 } })).toBeCloseTo(0.3)
  })
})
