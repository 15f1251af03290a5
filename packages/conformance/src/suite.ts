/**
 * One named check of a suite. It resolves if the subject passed and rejects with an `Error` that says what was
 * expected and what came instead.
 */
export interface Check<Subject> {
  /** Unique within its suite; also the key under which a subject declares that it does not support this. */
  readonly name: string
  run(subject: Subject): Promise<void>
}

/**
 * A suite is data: any test runner on any runtime can walk it.
 *
 * @example
 * ```ts
 * for (const check of parserSuite) {
 *   const reason = unsupportedReason(subject, check)
 *   if (reason === undefined) test(check.name, () => check.run(subject))
 *   else test.skip(`${check.name} (${reason})`)
 * }
 * ```
 */
export type Suite<Subject> = readonly Check<Subject>[]

/** What every subject may say about itself. */
export interface Supports {
  /** The name of a check → why this subject does not support it. Such a check is skipped, and the reason is shown. */
  readonly unsupported?: Readonly<Record<string, string>>
}

/** A value, or a promise of it: subjects may be asynchronous. */
export type Awaitable<T> = T | PromiseLike<T>

/**
 * Why `subject` does not support `check`, or `undefined` if the check is to run. A runner shows the reason instead of
 * passing silently.
 */
export function unsupportedReason<Subject extends Supports>(
  subject: Subject,
  check: Check<Subject>,
): string | undefined {
  const { unsupported } = subject
  if (unsupported === undefined || !Object.hasOwn(unsupported, check.name)) return undefined
  return unsupported[check.name]
}
