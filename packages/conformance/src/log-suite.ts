import { logAppendChecks } from './log-append-checks.ts'
import { logFollowChecks } from './log-follow-checks.ts'
import type { LogSubject } from './log-subject.ts'
import { logVerdictChecks } from './log-verdict-checks.ts'
import type { Suite } from './suite.ts'

/**
 * Judges a log of entries by what hubs build on: the order and density of what is appended, how positions are judged,
 * and that following it has no hole and no repeat.
 *
 * @example
 * ```ts
 * const subject: LogSubject = {
 *   open: async (limits) => new MemoryLog(limits),
 *   later: (position) => position.replace(/\d+$/, (seq) => String(Number(seq) + 1)),
 * }
 * for (const check of logSuite) test(check.name, () => check.run(subject))
 * ```
 */
export const logSuite: Suite<LogSubject> = [...logAppendChecks, ...logVerdictChecks, ...logFollowChecks]
