import { logSuite, unsupportedReason } from '@eventwire/conformance'
import { describe, it } from 'vitest'
import { sqliteSubject } from './subject.ts'

describe('logSuite: node:sqlite', () => {
  for (const check of logSuite) {
    const reason = unsupportedReason(sqliteSubject, check)
    if (reason === undefined) it(check.name, () => check.run(sqliteSubject))
    else it.skip(`${check.name} (${reason})`)
  }
})
