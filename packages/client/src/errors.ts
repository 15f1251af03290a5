/**
 * Why an attempt, or the stream that it had opened, came to an end. A closed set:
 * - `'network-error'`: no response came, or its body broke off.
 * - `'stream-ended'`: the server ended the stream cleanly.
 * - `'bad-status'`: the status is neither 200 nor 204.
 * - `'not-an-event-stream'`: the status is 200, but the body is no `text/event-stream`, or none that can be read.
 * - `'event-too-large'`: one event takes more than `maxEventBytes`.
 * - `'request-failed'`: the `request` function or the cursor's `load` threw, or gave what cannot be sent.
 * - `'timeout'`: no response came, or nothing more of the stream, for as long as `timeouts` say; or the machine slept.
 * - `'interrupted'`: by `reconnect()`, or because the page is hidden.
 * - `'unsendable-last-event-id'`: no header can carry the last event ID, so that the attempt goes without it.
 * - `'cursor-not-saved'`: the cursor's `save` threw. Nothing else came to an end.
 */
export type ConnectErrorCode =
  | 'network-error'
  | 'stream-ended'
  | 'bad-status'
  | 'not-an-event-stream'
  | 'event-too-large'
  | 'request-failed'
  | 'timeout'
  | 'interrupted'
  | 'unsendable-last-event-id'
  | 'cursor-not-saved'

/** The evidence of a {@link ConnectError}. */
export interface ConnectErrorDetails {
  /** Which request of the connection, counted from 1. */
  readonly attempt: number
  /** Whether the connection goes on all the same. */
  readonly willRetry: boolean
  /** Of the response, if one came. */
  readonly status?: number | undefined
  /** Of the response, if one came. */
  readonly headers?: Headers | undefined
  /** The beginning of a refused response's body: up to 8 KiB, as text, as far as it came within a second. */
  readonly body?: string | undefined
  /** The error underneath, for instance `fetch`'s own. */
  readonly cause?: unknown
}

/**
 * The server or the network misbehaved. (What the caller does wrong is a `TypeError` or a `RangeError`, thrown by
 * `connect` itself.) An iteration throws it only with `willRetry: false`; with `willRetry: true` it is the `cause` of a
 * `StateChange`.
 *
 * @example
 * ```ts
 * import { connect, ConnectError } from '@eventwire/client'
 *
 * try {
 *   for await (const event of connect(url)) render(event)
 * } catch (error) {
 *   if (!(error instanceof ConnectError)) throw error
 *   if (error.status === 401) await signIn()
 * }
 * ```
 */
export class ConnectError extends Error {
  /** Why, for programs; `message` says it for people. */
  declare readonly code: ConnectErrorCode
  /** Which request of the connection, counted from 1. */
  declare readonly attempt: number
  /** Whether the connection goes on all the same. */
  declare readonly willRetry: boolean
  /** Of the response; `undefined` if none came. */
  declare readonly status: number | undefined
  /** Of the response; `undefined` if none came. */
  declare readonly headers: Headers | undefined
  /** The beginning of a refused response's body: up to 8 KiB, as text, as far as it came within a second. */
  declare readonly body: string | undefined

  constructor(code: ConnectErrorCode, message: string, details: ConnectErrorDetails) {
    super(message, details)
    const { attempt, willRetry, status, headers, body } = details
    Object.assign(this, { name: 'ConnectError', code, attempt, willRetry, status, headers, body })
  }
}
