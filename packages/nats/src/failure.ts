import { LogError, type LogErrorCode } from '@eventwire/server'
import { errors } from '@nats-io/nats-core'

/** What the API of JetStream answers if it does not do what it was asked. */
export interface ApiError {
  readonly code: number
  readonly err_code?: number
  readonly description?: string
}

/** By number, as in the server's errors.json; by words, what has many numbers. */
const NUMBERS: ReadonlyMap<number, readonly [LogErrorCode, string]> = new Map<number, readonly [LogErrorCode, string]>([
  [10_039, ['unsuitable', 'Give the account JetStream.']],
  [10_076, ['unsuitable', 'Start nats-server with -js.']],
  [10_054, ['too-large', 'Raise max_msg_size of the stream.']],
  [10_065, ['unsuitable', "Another stream takes the log's subjects: choose another prefix."]],
  [10_052, ['failed', 'The configuration of the stream is refused.']],
])
const WORDS: readonly (readonly [RegExp, LogErrorCode, string])[] = [
  [/temporarily unavailable|no leader|not current|timeout/i, 'busy', 'Try again later.'],
  [
    /resource|maximum (bytes|messages|number)|no suitable peers|storage|limit/i,
    'full',
    'Keep less, or give the account more.',
  ],
]

/** @param what was asked, as in `Appending to the log "a"` */
export function apiFailure(error: ApiError, what: string): LogError {
  const { description = `error ${error.code}` } = error
  const words = WORDS.find(([pattern]) => pattern.test(description))
  const [code, advice] = NUMBERS.get(error.err_code ?? 0) ??
    (words && [words[1], words[2]]) ?? ['failed', 'What NATS said is all that is known.']
  return new LogError(code, `${what} failed: ${description}. ${advice}`, { cause: error })
}

/** What a request was rejected with, as a {@link LogError}. */
export function failureOf(cause: unknown, what: string): LogError {
  if (cause instanceof LogError) return cause
  const said = cause instanceof Error ? cause.message : String(cause)
  const [code, advice] = meaningOf(cause)
  return new LogError(code, `${what} failed: ${said}. ${advice}`, { cause })
}

function meaningOf(root: unknown): readonly [LogErrorCode, string] {
  if (root instanceof errors.PermissionViolationError) {
    return ['refused', 'Give the user what the README of @eventwire/nats lists.']
  }
  if (root instanceof errors.AuthorizationError) return ['refused', 'Give the connection other credentials.']
  if (root instanceof errors.NoRespondersError) {
    return ['unsuitable', 'No JetStream answers: start nats-server with -js, or give the account JetStream.']
  }
  if (root instanceof errors.TimeoutError) {
    return ['timeout', 'Whether it was done is not known; an append can be repeated with its idempotencyKey.']
  }
  if (root instanceof Error && /max_payload|payload/i.test(root.message))
    return ['too-large', 'Raise max_payload of NATS.']
  return ['unreachable', 'Whether it was done is not known; an append can be repeated with its idempotencyKey.']
}
