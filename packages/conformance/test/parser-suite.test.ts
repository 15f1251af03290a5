import { describe, it } from 'vitest'
import { parserSuite, unsupportedReason } from '../src/index.ts'
import { reference } from './subjects.ts'

describe('parserSuite: the reference parser passes', () => {
  for (const check of parserSuite) {
    const reason = unsupportedReason(reference, check)
    if (reason === undefined) it(check.name, () => check.run(reference))
    else it.skip(`${check.name} (${reason})`)
  }
})
