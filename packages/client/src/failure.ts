import { ConnectError, type ConnectErrorCode } from './errors.ts'

/** What went wrong with an attempt or its stream, before it is known whether there will be another. */
export interface Failure {
  readonly type: 'failed'
  readonly code: ConnectErrorCode
  readonly message: string
  /** Whether the same request may do better later. */
  readonly mayRetry: boolean
  /** Milliseconds that the server asks to wait before that. */
  readonly retryAfter?: number | undefined
  readonly status?: number
  readonly headers?: Headers
  readonly body?: string | undefined
  readonly cause?: unknown
}

/** `failure` as the consumer gets it. */
export function connectError(failure: Failure, attempt: number, willRetry: boolean): ConnectError {
  const { code, message, status, headers, body, cause } = failure
  return new ConnectError(code, message, { attempt, willRetry, status, headers, body, cause })
}
