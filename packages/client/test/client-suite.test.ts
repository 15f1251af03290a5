import { clientSuite, unsupportedReason, type ClientSubject } from '@eventwire/conformance'
import { describe, it } from 'vitest'
import { connect } from '../src/index.ts'

const subject: ClientSubject = { connect }

describe('clientSuite: connect() passes', () => {
  for (const check of clientSuite) {
    const reason = unsupportedReason(subject, check)
    if (reason === undefined) it(check.name, () => check.run(subject))
    else it.skip(`${check.name} (${reason})`)
  }
})
