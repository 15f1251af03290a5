import { reportFailure, systemClock, wholeNumber, type Clock } from '@eventwire/server'
import type { NatsConnection } from '@nats-io/nats-core'

/** What all logs of a {@link NatsLogs} have in common. Give every node the same. */
export interface NatsLogsOptions {
  /** A connection of `@nats-io/transport-node`, or of another of the official transports. It stays yours. */
  readonly connection: NatsConnection
  /** Begins the streams and subjects of every log: letters, digits and hyphens. @default 'eventwire' */
  readonly prefix?: string
  /** The JetStream domain, if the streams are in another than the server that is connected. @default none */
  readonly domain?: string
  /** Where the streams are kept: in files, or in the server's memory, where a restart loses them. @default 'file' */
  readonly storage?: 'file' | 'memory'
  /** Servers of a cluster that keep each stream, 1 to 5. @default 1 */
  readonly replicas?: number
  /** Entries that a log keeps; the oldest are trimmed. @default 10_000 */
  readonly maxEntries?: number
  /** Bytes that the stream of a log takes, as NATS counts; the oldest entries are trimmed. @default Infinity */
  readonly maxBytes?: number
  /** Milliseconds for which entries are kept; looked at when a log is read. @default Infinity */
  readonly maxAge?: number
  /**
   * Bytes of data and `meta` that one entry may have; more is a `RangeError`. With its headers it has to fit in the
   * server's `max_payload`, which is 1 MiB by default. @default 960 KiB
   */
  readonly maxEntryBytes?: number
  /** Milliseconds within which NATS must answer. @default 5_000 */
  readonly timeout?: number
  /**
   * Bytes of requests that may wait for an answer, so that what is published while NATS is slow does not pile up; one
   * more is a `LogError` 'busy'. @default 64 MiB
   */
  readonly maxPendingBytes?: number
  /** Milliseconds after which heads are compared, in case that the last wake-up was lost. @default 5_000 */
  readonly checkInterval?: number
  /** Milliseconds for which an idempotencyKey is remembered, unless there are too many. @default 600_000 */
  readonly keyTtl?: number
  /** The newest idempotencyKeys that are remembered, of all logs together. @default 100_000 */
  readonly maxKeys?: number
  /** Told that a subscription to wake-ups has failed. Logs go on by `checkInterval`. @default console.error */
  readonly onError?: (error: unknown) => void
  /** For the interval, and what is too old. @default the platform's */
  readonly clock?: Pick<Clock, 'now' | 'setTimeout' | 'clearTimeout'>
}

export type ResolvedOptions = Required<Omit<NatsLogsOptions, 'connection'>>

/** The longest delay that timers can. */
const MAX_DELAY = 2 ** 31 - 1

/** @throws TypeError, RangeError with the option's name and what was given. */
export function resolveOptions(options: NatsLogsOptions): ResolvedOptions {
  const { prefix = 'eventwire', domain = '', storage = 'file', onError = reportFailure } = options
  if (!/^[0-9A-Za-z-]{1,32}$/.test(prefix)) {
    throw new TypeError(`prefix must be 1 to 32 letters, digits and hyphens, got ${JSON.stringify(prefix)}`)
  }
  if (!/^[0-9A-Za-z_-]{0,255}$/.test(domain)) {
    throw new TypeError(`domain must be letters, digits, hyphens and underscores, got ${JSON.stringify(domain)}`)
  }
  if (storage !== 'file' && storage !== 'memory') {
    throw new TypeError(`storage must be 'file' or 'memory', got ${JSON.stringify(storage)}`)
  }
  const replicas = wholeNumber('replicas', options.replicas ?? 1, 1)
  if (replicas > 5) throw new RangeError(`replicas must be at most 5, which is what NATS can, got ${replicas}`)
  return {
    prefix,
    domain,
    storage,
    replicas,
    maxEntries: wholeNumber('maxEntries', options.maxEntries ?? 10_000, 1),
    maxBytes: orInfinity('maxBytes', options.maxBytes),
    maxAge: orInfinity('maxAge', options.maxAge),
    maxEntryBytes: wholeNumber('maxEntryBytes', options.maxEntryBytes ?? 960 * 1024, 1),
    timeout: delay('timeout', options.timeout ?? 5_000, 1),
    maxPendingBytes: wholeNumber('maxPendingBytes', options.maxPendingBytes ?? 64 * 1024 * 1024, 1),
    checkInterval: delay('checkInterval', options.checkInterval ?? 5_000, 1),
    // NATS takes no less.
    keyTtl: delay('keyTtl', options.keyTtl ?? 600_000, 100),
    maxKeys: wholeNumber('maxKeys', options.maxKeys ?? 100_000, 1),
    onError,
    clock: options.clock ?? systemClock(),
  }
}

function orInfinity(name: string, value = Infinity): number {
  return value === Infinity ? value : wholeNumber(name, value, 1)
}

function delay(name: string, value: number, least: number): number {
  if (wholeNumber(name, value, least) <= MAX_DELAY) return value
  throw new RangeError(`${name} must be at most ${MAX_DELAY} ms, which is what timers can, got ${value}`)
}
