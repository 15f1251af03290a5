import { bypassCaches } from './caching.ts'
import type { ConnectError } from './errors.ts'
import { lastEventIdHeader, type CursorIn } from './last-event-id.ts'
import { resolveUrl } from './url.ts'

/**
 * One attempt to connect, as the `request` function gets it.
 *
 * @example
 * ```ts
 * // Asks by POST, and follows by GET.
 * const request = ({ number }: Attempt): AttemptInit => (number === 1 ? { method: 'POST', body: question } : {})
 * ```
 */
export interface Attempt {
  /** Which request of the connection, counted from 1. */
  readonly number: number
  /** Where it resumes; sent as `Last-Event-ID`, or as `cursorIn` says, unless it is empty. */
  readonly lastEventId: string
  /** What ended the attempt before, or its stream; `undefined` for the first. */
  readonly cause: ConnectError | undefined
  /** Aborts when the connection is closed: for requests that the function itself makes. */
  readonly signal: AbortSignal
}

/**
 * What one attempt sends: the options of `fetch`, and a URL for it alone (relative to the connection's). Headers win
 * over our own, except that `Last-Event-ID` is always the connection's. `signal` is an option of the connection.
 */
export type AttemptInit = Omit<RequestInit, 'signal'> & { readonly url?: string | URL | undefined }

/** An attempt that `fetch` will not refuse. */
export interface PreparedRequest {
  readonly url: string
  readonly method: string
  readonly init: RequestInit & { readonly headers: Headers }
}

/** @throws TypeError if `fetch` would refuse it. */
export function prepareRequest(
  { url, ...given }: AttemptInit,
  base: URL,
  lastEventId: string,
  cursorIn: CursorIn = 'header',
): PreparedRequest {
  const target = new URL(url === undefined ? base : resolveUrl(url, base.href))
  if ((given as RequestInit).signal) throw new TypeError('request.signal has no effect: give the connection a signal')
  const isInHeader = cursorIn === 'header'
  if (!isInHeader && lastEventId) target.searchParams.set(cursorIn.query, lastEventId)
  const headers = streamHeaders(given.headers, isInHeader ? lastEventId : '')
  const { href } = target
  const init = bypassCaches({ ...given, headers })
  // fetch reports a wrong option and a lost network by the same TypeError; a Request knows only the former. It would
  // take hold of a stream, though.
  const { method } = new Request(href, isStream(init.body) ? { ...init, body: null } : init)
  return { url: href, method, init }
}

/** The headers of a request for an event stream (HTML §9.2.2), from `lastEventId` on (§9.2.3) if a header can carry it. */
export function streamHeaders(given: HeadersInit | undefined, lastEventId: string): Headers {
  const headers = new Headers(given)
  if (!headers.has('accept')) headers.set('accept', 'text/event-stream')
  const id = lastEventIdHeader(lastEventId)
  if (id) headers.set('last-event-id', id)
  return headers
}

/** Whether a body can be sent only once. */
export function isStream(body: unknown): boolean {
  return typeof body === 'object' && body !== null && (body instanceof ReadableStream || Symbol.asyncIterator in body)
}

/** RFC 9110 §9.2.1: whether repeating a request asks the server for nothing but another answer. */
export function isSafe(method: string): boolean {
  return ['GET', 'HEAD', 'OPTIONS', 'QUERY'].includes(method)
}
