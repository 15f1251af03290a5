import type { ConnectError } from './errors.ts'
import type { ConnectionState } from './reconnection.ts'

/**
 * One step in the life of a connection, as `onStateChange` gets it.
 *
 * @example
 * ```ts
 * function show({ state, delay = 0, cause }: StateChange): void {
 *   if (state === 'waiting') console.log(`${cause?.message}; again in ${Math.ceil(delay / 1000)} s`)
 * }
 * ```
 */
export interface StateChange {
  /** The state now. */
  readonly state: ConnectionState
  /** Requests so far, the current one included. */
  readonly attempt: number
  /** With `'waiting'`: milliseconds until the next attempt. */
  readonly delay?: number | undefined
  /**
   * With `'waiting'` and `'closed'`: what ended the attempt or the stream, if something went wrong. With `'connecting'`:
   * that the last event ID is one that no header can carry, so that the server cannot resume from it.
   */
  readonly cause?: ConnectError | undefined
}
