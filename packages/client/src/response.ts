import { failed, type Failure } from './failure.ts'
import { retryAfter } from './retry-after.ts'

/** What a response means for its connection. */
export type Verdict =
  /** Its body is the stream. */
  | { readonly type: 'open' }
  /** The server wants no more requests (HTML §9.2.3). */
  | { readonly type: 'stop' }
  | Failure

/**
 * The rules for a response, from its status and headers alone:
 *
 * | response | meaning |
 * | --- | --- |
 * | 200, `text/event-stream` | opens |
 * | 204 | stops |
 * | 408, 425, 429, 5xx | failed, may do better later |
 * | any other status or type | failed |
 *
 * HTML §9.2.3 gives up at every other status than 200; for programs those that say "not now" are worth another attempt.
 *
 * @param now Milliseconds since 1970.
 */
export function judgeResponse(status: number, headers: Headers, now: number): Verdict {
  if (status === 204) return { type: 'stop' }
  if (status !== 200) {
    const message = `Expected status 200, got ${status}`
    return failed('bad-status', message, isTemporary(status), { retryAfter: retryAfter(headers, now) })
  }
  if (isEventStream(headers)) return { type: 'open' }
  const type = headers.get('content-type') ?? 'no content type'
  return failed('not-an-event-stream', `Expected text/event-stream, got ${type}`, false)
}

/** MIME Sniffing §4.4: the essence is what comes before the parameters, in any case. */
export function isEventStream(headers: Headers): boolean {
  return /^\s*text\/event-stream\s*(;|$)/i.test(headers.get('content-type') ?? '')
}

function isTemporary(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || (status >= 500 && status <= 599)
}
