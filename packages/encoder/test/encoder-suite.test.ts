import { encoderSuite, unsupportedReason } from '@eventwire/conformance'
import { describe, it } from 'vitest'
import { subjects } from './subjects.ts'

describe.each(subjects)('encoderSuite: %s', (_name, subject) => {
  for (const check of encoderSuite) {
    const reason = unsupportedReason(subject, check)
    if (reason === undefined) it(check.name, () => check.run(subject))
    else it.skip(`${check.name} (${reason})`)
  }
})
