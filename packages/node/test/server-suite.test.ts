import { referenceApp, serverSuite, unsupportedReason, type ServerSubject } from '@eventwire/conformance'
import { Hub, MemoryLog } from '@eventwire/server'
import { describe, it } from 'vitest'
import { serve } from '../src/index.ts'

const subject: ServerSubject = {
  // What the application throws on purpose need not be on the console.
  start: () => serve(referenceApp({ Hub, MemoryLog }), { onError: () => undefined }),
}

describe('serverSuite: serve', () => {
  for (const check of serverSuite) {
    const reason = unsupportedReason(subject, check)
    if (reason === undefined) it(check.name, () => check.run(subject))
    else it.skip(`${check.name} (${reason})`)
  }
})
