/** What `authorize` gives to who may come in. */
export interface Grant<C> {
  /** Becomes the session's `context`. */
  readonly context: C
  /**
   * When what was granted is over, in ms since 1970 (a JWT's `exp` says it in seconds): the session is closed then, with
   * the reason `expired`, and its client comes back to be authorized anew. @default it does not end
   */
  readonly expiresAt?: number
}

/**
 * What `authorize` gave at a time, unless it is neither a grant nor a response: to return nothing, or false, must not
 * let anyone in.
 *
 * @throws TypeError for what is neither, and for an `expiresAt` that is no number.
 */
export function granted<G extends Grant<unknown>>(given: G | Response, now: number): G | Response {
  if (given instanceof Response) return given
  if (typeof given !== 'object' || given === null || !('context' in given)) {
    throw new TypeError(`authorize must return a grant { context } or a Response, got ${JSON.stringify(given)}`)
  }
  const { expiresAt = Infinity }: { expiresAt?: unknown } = given
  if (typeof expiresAt !== 'number' || Number.isNaN(expiresAt)) {
    throw new TypeError(`expiresAt must be ms since 1970, got ${String(JSON.stringify(expiresAt))}`)
  }
  return expiresAt > now ? given : new Response(null, { status: 403 })
}
