import { logSuite, unsupportedReason, type LogSubject } from '@eventwire/conformance'
import { describe, it } from 'vitest'
import { MemoryLog, MemoryLogs } from '../src/index.ts'

const subject: LogSubject = {
  open: async (limits) => new MemoryLog(limits),
  later: (position) => position.replace(/\d+$/, (seq) => String(Number(seq) + 1)),
  beside: async (log) => log,
  openStore: async () => Object.assign(new MemoryLogs(), { [Symbol.asyncDispose]: async () => undefined }),
  unsupported: {
    'handles: who closes one leaves the other as it is': 'a MemoryLog lives as long as its only handle',
  },
}

describe('logSuite: MemoryLog', () => {
  for (const check of logSuite) {
    const reason = unsupportedReason(subject, check)
    if (reason === undefined) it(check.name, () => check.run(subject))
    else it.skip(`${check.name} (${reason})`)
  }
})
