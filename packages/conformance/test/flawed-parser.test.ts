import { describe, expect, it } from 'vitest'
import { parserSuite, parserVectors } from '../src/index.ts'
import { flawedParser, parserFlaws, type ParserFlaw } from './flawed-parser.ts'

describe('parserSuite: a sound incremental parser passes', () => {
  const sound = flawedParser()
  for (const check of parserSuite) it(check.name, () => check.run(sound))
})

describe('parserSuite notices a parser that', () => {
  it.each([...new Set(parserVectors.map((vector) => vector.topic))])('is wrong about: %s', (topic) => {
    const checks: readonly string[] = Object.values(parserFlaws).map((name) => name.replace(/, in chunks$/, ''))
    expect(parserVectors.some((vector) => vector.topic === topic && checks.includes(vector.name))).toBe(true)
  })

  it.each(Object.entries(parserFlaws) as [ParserFlaw, string][])('%s', async (flaw, name) => {
    const check = parserSuite.find((candidate) => candidate.name === name)
    await expect(check?.run(flawedParser(flaw))).rejects.toThrow('expected')
  })
})
