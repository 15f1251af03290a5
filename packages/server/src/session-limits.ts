import { encode } from '@eventwire/encoder'
import { MAX_DELAY } from './alarm.ts'
import { eventStreamHeaders } from './head.ts'
import { wholeNumber } from './limits.ts'

export interface SessionLimitsOptions {
  /** Sessions that may be open at once. */
  readonly sessions: number
  /** Sessions of one `key` that may be open at once. @default as many as `sessions` */
  readonly perKey?: number
  /**
   * What one more gets: `retry`, a stream that ends at once and says when to come back, or `refuse`, 503 with
   * Retry-After. An EventSource never comes back after a 503 (HTML §9.2.3). @default 'retry'
   */
  readonly answer?: 'retry' | 'refuse'
  /** The least that it shall wait, in ms; how long is drawn evenly from this to twice as much. @default 10_000 */
  readonly retry?: number
}

/** A place among the open sessions. */
export interface Seat {
  /** Gives it back; once is enough. */
  leave(): void
}

/**
 * How many sessions may be open at once, in all and per key. It is an object because it counts: doors that are given
 * the same one share it. It keeps a number for each key that has a session, and nothing else.
 *
 * @throws RangeError, TypeError for options that cannot be.
 * @example
 * ```ts
 * const limits = new SessionLimits({ sessions: 10_000, perKey: 6 })
 * openSession(request, { limits, authorize, key: (_request, { user }) => user })
 * ```
 */
export class SessionLimits {
  /** True if there is a limit per key. */
  readonly perKey: boolean
  readonly #sessions: number
  readonly #ofKey: number
  readonly #answer: 'retry' | 'refuse'
  readonly #retry: number
  readonly #keys = new Map<string, number>()
  #open = 0

  constructor({ sessions, perKey, answer = 'retry', retry = 10_000 }: SessionLimitsOptions) {
    this.#sessions = wholeNumber('sessions', sessions, 1)
    this.#ofKey = perKey === undefined ? Infinity : wholeNumber('perKey', perKey, 1)
    this.perKey = perKey !== undefined
    this.#retry = wholeNumber('retry', retry, 0)
    if (retry * 2 > MAX_DELAY) throw new RangeError(`retry must be at most ${(MAX_DELAY - 1) / 2} ms, got ${retry}`)
    if (answer !== 'retry' && answer !== 'refuse') {
      throw new TypeError(`answer must be 'retry' or 'refuse', got ${JSON.stringify(answer)}`)
    }
    this.#answer = answer
  }

  /** Sessions that are open now. */
  get open(): number {
    return this.#open
  }

  /** A seat for one more session, or the answer that it gets instead, the same whichever limit was reached. */
  take(key: string | undefined, random: () => number): Seat | Response {
    const ofKey = key === undefined ? 0 : (this.#keys.get(key) ?? 0)
    if (this.#open >= this.#sessions || ofKey >= this.#ofKey) return this.#refuse(random)
    this.#count(key, 1)
    let isTaken = true
    return {
      leave: () => {
        if (isTaken) this.#count(key, -1)
        isTaken = false
      },
    }
  }

  #count(key: string | undefined, change: 1 | -1): void {
    this.#open += change
    if (key === undefined) return
    const ofKey = (this.#keys.get(key) ?? 0) + change
    if (ofKey > 0) this.#keys.set(key, ofKey)
    else this.#keys.delete(key)
  }

  #refuse(random: () => number): Response {
    const wait = Math.round(this.#retry * (1 + random()))
    if (this.#answer === 'retry') return new Response(encode({ retry: wait }), { headers: eventStreamHeaders() })
    // RFC 9110 §10.2.3: a delay is in whole seconds.
    return new Response(null, { status: 503, headers: { 'retry-after': String(Math.ceil(wait / 1_000)) } })
  }
}
