import { describe } from './describe.ts'
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
  /** Milliseconds that the machine slept: a part of the wait that has passed already. */
  readonly slept?: number
  readonly status?: number
  readonly headers?: Headers
  readonly body?: string | undefined
  readonly cause?: unknown
}

/** @param details What else is known of it. */
export function failed(
  code: ConnectErrorCode,
  message: string,
  mayRetry: boolean,
  details?: Omit<Partial<Failure>, 'type' | 'code' | 'message' | 'mayRetry'>,
): Failure {
  return { type: 'failed', code, message, mayRetry, ...details }
}

/** `failure` as the consumer gets it. */
export function connectError(failure: Failure, attempt: number, willRetry: boolean): ConnectError {
  return new ConnectError(failure.code, failure.message, { ...failure, attempt, willRetry })
}

/** This side has chosen to make another attempt. */
export function interrupted(message: string): Failure {
  return failed('interrupted', message, true)
}

/** @param option The name of the limit that has passed, unless the machine slept. */
export function timedOut(option: string, limit: number, slept: number): Failure {
  const message = slept > 0 ? 'The machine slept' : `Nothing came within ${limit} ms (${option})`
  return failed('timeout', message, true, { slept })
}

/** The attempt goes without its id. */
export function unsendable(lastEventId: string): Failure {
  const message = `No header can carry the last event ID ${JSON.stringify(lastEventId)}: the server cannot resume`
  return failed('unsendable-last-event-id', message, true)
}

/** @param cause What the store threw. */
export function unsaved(cause: unknown): Failure {
  return failed('cursor-not-saved', `The cursor was not saved: ${describe(cause)}`, true, { cause })
}
