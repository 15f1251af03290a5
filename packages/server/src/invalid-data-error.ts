import type { SchemaIssue } from './standard-schema.ts'

/**
 * What was published is not what the channel's schema says; nothing was appended. The message names the channel and the
 * first issue.
 *
 * @example
 * ```ts
 * try {
 *   await prices.publish({ data: { symbol: 'A', amount: 'much' } })
 * } catch (error) {
 *   if (error instanceof InvalidDataError) console.error(error.channel, error.issues)
 * }
 * ```
 */
export class InvalidDataError extends TypeError {
  override readonly name = 'InvalidDataError'
  /** For programs; `message` says it for people. */
  readonly code = 'invalid-data'
  readonly channel: string
  /** What the schema says is wrong. */
  readonly issues: readonly SchemaIssue[]

  constructor(channel: string, issues: readonly SchemaIssue[]) {
    super(`data of channel ${JSON.stringify(channel)} is not what its schema says: ${issues.map(describe).join('; ')}`)
    this.channel = channel
    this.issues = issues
  }
}

function describe({ message, path = [] }: SchemaIssue): string {
  const keys = path.map((part) => String(typeof part === 'object' ? part.key : part))
  return `${['data', ...keys].join('.')}: ${message}`
}
