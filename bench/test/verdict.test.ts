import { expect, it } from 'vitest'
import { verdict } from '../attack/verdict.ts'

const KIB = 1024

it('lets pass what costs the same per byte and holds its data', () => {
  expect(verdict([10, 12, 9], 20 * KIB, 0)).toBe('')
  expect(verdict([10, 12, 19], 4300 * KIB, 4096 * KIB)).toBe('')
})

it('sees what holds more than its data, and what gets slower with size', () => {
  expect(verdict([10, 10, 10], 16_000 * KIB, 0)).toBe('not flat')
  expect(verdict([10, 10, 10], 16_000 * KIB, 64 * KIB)).toBe('not flat')
  expect(verdict([10, 40, 160], 0, 0)).toBe('not linear')
})
