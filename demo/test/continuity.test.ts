import { describe, expect, it } from 'vitest'
import { Continuity } from '../src/continuity.ts'

function take(...numbers: readonly number[]): Continuity {
  const continuity = new Continuity()
  for (const n of numbers) continuity.take(n)
  return continuity
}

describe('Continuity', () => {
  it('finds nothing wrong with numbers that follow each other, wherever they begin', () => {
    expect(take(7, 8, 9).total).toEqual({ missing: 0, repeated: 0 })
  })

  it('counts what is missing', () => {
    expect(take(1, 2).take(6)).toEqual({ missing: 3, repeated: 0 })
    expect(take(1, 4, 5, 7).total).toEqual({ missing: 3, repeated: 0 })
  })

  it('counts what came twice, and what follows as in order', () => {
    expect(take(1, 2, 3).take(3)).toEqual({ missing: 0, repeated: 1 })
    expect(take(1, 2, 3, 2, 3, 4).total).toEqual({ missing: 0, repeated: 2 })
  })

  it('begins anew after a gap that was announced', () => {
    const continuity = take(1, 2)
    continuity.restart()
    expect(continuity.take(90)).toEqual({ missing: 0, repeated: 0 })
    expect(continuity.take(92).missing).toBe(1)
  })
})
