/**
 * What is wrong between a log and the engine that it stands on:
 * - `unreachable`: the engine cannot be reached, or went away;
 * - `timeout`: it did not answer in time; whether it did what was asked is not known;
 * - `busy`: it cannot be written now, and nothing was: somebody else has kept it locked for longer than may be waited, or more
 *   waits to be written than the log lets wait;
 * - `refused`: no permission: credentials, rights of the user, rights of the file;
 * - `read-only`: it gives and does not take, as a replica or a file that may not be written;
 * - `unsuitable`: what is there is no log, as a file that is no database or a key of another type;
 * - `too-new`: a later version of this package has made what is there;
 * - `too-old`: the engine lacks what the log needs;
 * - `too-large`: more than the engine takes at once;
 * - `full`: no space;
 * - `damaged`: the engine says that what it holds is broken;
 * - `failed`: the engine failed in some other way, which `cause` tells.
 */
export type LogErrorCode =
  | 'unreachable'
  | 'timeout'
  | 'busy'
  | 'refused'
  | 'read-only'
  | 'unsuitable'
  | 'too-new'
  | 'too-old'
  | 'too-large'
  | 'full'
  | 'damaged'
  | 'failed'

/**
 * A log's engine failed: what a log of a database rejects with. Mistakes of the caller are a `TypeError` or `RangeError`.
 *
 * @example
 * ```ts
 * try {
 *   await hub.channel('news').publish({ data: 'one' })
 * } catch (error) {
 *   if (error instanceof LogError && error.code === 'busy') return new Response(null, { status: 503 })
 *   throw error
 * }
 * ```
 */
export class LogError extends Error {
  override readonly name = 'LogError'
  /** For programs; `message` says it for people: what was wrong, where, and what to do. */
  readonly code: LogErrorCode

  constructor(code: LogErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.code = code
  }
}
