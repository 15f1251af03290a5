import { resolveSessionOptions, type DoorOptions } from './door-options.ts'
import { wholeNumber } from './limits.ts'
import { reportFailure } from './report.ts'

/** How to serve; the options of a door are those of every session, unless `open` is given others. */
export interface ServeOptions extends DoorOptions {
  /** @default 0, a free port */
  readonly port?: number
  /** @default '127.0.0.1' */
  readonly hostname?: string
  /** Milliseconds that `close()` gives clients to read what was sent to them, before it cuts them. @default 2_000 */
  readonly closeTimeout?: number
  /** Told what a handler throws; the client gets a 500 without details. @default console.error */
  readonly onError?: (error: unknown) => void
}

export interface ResolvedServeOptions extends Required<Omit<ServeOptions, keyof DoorOptions>> {
  readonly door: DoorOptions
}

/** @throws RangeError with the option's name and what was given. */
export function resolveServeOptions(options: ServeOptions): ResolvedServeOptions {
  const { port = 0, hostname = '127.0.0.1', closeTimeout = 2_000, onError = reportFailure, ...door } = options
  if (wholeNumber('port', port, 0) > 65_535) throw new RangeError(`port must be at most 65535, got ${port}`)
  if (!(closeTimeout >= 0 && closeTimeout < 2 ** 31)) {
    throw new RangeError(`closeTimeout must be from 0 to ${2 ** 31 - 1} ms, got ${String(closeTimeout)}`)
  }
  resolveSessionOptions(door)
  return { port, hostname, closeTimeout, onError, door }
}
