import { describe, expect, it } from 'vitest'
import { dispatchSuite } from '../src/index.ts'
import { dispatchFlaws, lateParser, type DispatchFlaw } from './late-parser.ts'

describe('dispatchSuite: a parser that is on time passes', () => {
  const sound = lateParser()
  for (const check of dispatchSuite) it(check.name, () => check.run(sound))
})

describe('dispatchSuite notices a parser that', () => {
  it.each(Object.entries(dispatchFlaws) as [DispatchFlaw, string][])('%s', async (flaw, name) => {
    const check = dispatchSuite.find((candidate) => candidate.name === name)
    await expect(check?.run(lateParser(flaw))).rejects.toThrow('expected')
  })
})
