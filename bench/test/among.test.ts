import { expect, it } from 'vitest'
import { among } from '../among.ts'
import type { Measurement } from '../measure.ts'

const CASES = ['a', 'a-b', 'c']

function measured(names: readonly string[], title: string, date = '2026-01-01'): Measurement {
  const environment = { runtime: 'node24', version: '24', cpu: 'x', cores: 2, date, quick: false, packages: {} }
  const tables = names.map((name) => ({ name, title, columns: [], rows: [], remarks: [] }))
  return { command: 'fanout', environment, comparisons: [], tables }
}

it('one case takes the place of its own tables, and the others stay, in order', () => {
  const kept = measured(['a-one', 'a-two', 'a-b', 'c'], 'old')
  const { tables = [] } = among(kept, measured(['a-one', 'a-three'], 'new'), CASES)
  expect(tables.map(({ name, title }) => `${name} ${title}`)).toEqual(['a-one new', 'a-three new', 'a-b old', 'c old'])
  expect(among(undefined, kept, CASES)).toBe(kept)
})

it('of another day it is none of them', () => {
  expect(() => among(measured(['a'], 'old'), measured(['c'], 'new', '2026-01-02'), CASES)).toThrow(/Measure it all/)
})
