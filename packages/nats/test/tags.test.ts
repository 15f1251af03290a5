import { expect, it } from 'vitest'
import { positionParts } from '../src/position.ts'
import { Tags } from '../src/tags.ts'

it('tags are digits of a position, and no two are the same', () => {
  const tags = new Tags()
  const drawn = Array.from({ length: 5_000 }, () => tags.next())
  expect(new Set(drawn).size).toBe(5_000)
  expect(drawn.filter((tag) => positionParts(`${'a'.repeat(12)}-1-${tag}`)?.tag !== tag)).toEqual([])
})
