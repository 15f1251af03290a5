/**
 * How a `FaultyFetch` answers one request: with a response, of which everything has a default, that goes wrong in a
 * chosen way at a chosen byte.
 *
 * @example
 * ```ts
 * const lostWithinAnEvent: FaultyAnswer = { body: 'id: 1\ndata: a\n\ndata: never comp', fault: 'drop' }
 * const slow: FaultyAnswer = { delay: 200, body: [{ at: 0, bytes: 'data: a\n\n' }, { at: 5_000, bytes: 'data: b\n\n' }] }
 * ```
 */
export interface FaultyAnswer {
  /** @default 200 */
  readonly status?: number
  /** @default { 'content-type': 'text/event-stream' } */
  readonly headers?: Readonly<Record<string, string>>
  /** Milliseconds until the response begins. Needs a clock. @default 0 */
  readonly delay?: number
  /** Text is sent as UTF-8. @default '' */
  readonly body?: string | Uint8Array | readonly TimedChunk[]
  /** The body comes in chunks of so many bytes at most. @default each in one */
  readonly chunkBytes?: number
  /** How many bytes of the body come before `fault` strikes. @default all */
  readonly faultAt?: number
  /** Milliseconds after the response began before which `fault` does not strike. Needs a clock. @default 0 */
  readonly faultAfter?: number
  /**
   * - `'end'`: the body ends, as if it were complete.
   * - `'drop'`: the body breaks off with an error, as when the network is lost.
   * - `'stall'`: the body goes silent, until the reader gives up.
   * - `'refuse'`: there is no response but an error, as when nobody listens.
   * - `'hang'`: there is no response, until the caller gives up.
   *
   * @default 'end'
   */
  readonly fault?: 'end' | 'drop' | 'stall' | 'refuse' | 'hang'
}

/** A part of a body, and when it comes. */
export interface TimedChunk {
  /** Milliseconds after the response began, at the earliest: none comes before it is asked for. */
  readonly at: number
  /** Text is sent as UTF-8. */
  readonly bytes: string | Uint8Array
}

/** Whether time passes while it is given. */
export function takesTime({ delay = 0, faultAfter = 0, body }: FaultyAnswer): boolean {
  const isTimed = typeof body === 'object' && !(body instanceof Uint8Array) && body.some(({ at }) => at > 0)
  return delay > 0 || faultAfter > 0 || isTimed
}

/** The chunks that come before the fault. */
export function chunksOf(answer: FaultyAnswer): { readonly at: number; readonly bytes: Uint8Array }[] {
  const { body = '', chunkBytes = Infinity, faultAt = Infinity } = answer
  const parts = typeof body === 'string' || body instanceof Uint8Array ? [{ at: 0, bytes: body }] : body
  let left = faultAt
  return parts.flatMap(({ at, bytes: given }) => {
    const bytes = (typeof given === 'string' ? new TextEncoder().encode(given) : given).slice(0, left)
    left -= bytes.length
    const size = Math.min(chunkBytes, bytes.length)
    const count = bytes.length === 0 ? 0 : Math.ceil(bytes.length / size)
    return Array.from({ length: count }, (_, index) => ({ at, bytes: bytes.slice(index * size, (index + 1) * size) }))
  })
}
