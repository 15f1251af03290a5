import { logAppendChecks } from './log-append-checks.ts'
import { logFollowChecks } from './log-follow-checks.ts'
import { logModelChecks } from './log-model-checks.ts'
import { logRetryChecks } from './log-retry-checks.ts'
import { logSeamChecks } from './log-seam-checks.ts'
import { logSharedChecks } from './log-shared-checks.ts'
import { logStoreChecks } from './log-store-checks.ts'
import type { LogSubject } from './log-subject.ts'
import { logVerdictChecks } from './log-verdict-checks.ts'
import type { Suite } from './suite.ts'

/**
 * Judges a log of entries by what hubs build on: the order and density of what is appended, how positions are judged,
 * that following it has no hole and no repeat, that several handles see one log, that the logs of a store do not disturb
 * each other, and random walks beside a model that is obviously right.
 *
 * @example
 * ```ts
 * const subject: LogSubject = {
 *   open: async (limits) => new MemoryLog(limits),
 *   later: (position) => position.replace(/\d+$/, (seq) => String(Number(seq) + 1)),
 *   beside: async (log) => log,
 *   openStore: async () => Object.assign(new MemoryLogs(), { [Symbol.asyncDispose]: async () => undefined }),
 *   unsupported: { 'handles: who closes one leaves the other as it is': 'the log lives as long as its one handle' },
 * }
 * for (const check of logSuite) test(check.name, () => check.run(subject))
 * ```
 */
export const logSuite: Suite<LogSubject> = [
  ...logAppendChecks,
  ...logRetryChecks,
  ...logVerdictChecks,
  ...logFollowChecks,
  ...logSeamChecks,
  ...logSharedChecks,
  ...logStoreChecks,
  ...logModelChecks,
]
