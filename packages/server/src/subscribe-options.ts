import type { Channels } from './selection.ts'
import { wholeNumber } from './limits.ts'
import type { EntryFilter, EntryKey, Selection } from './selection.ts'
import type { Start } from './event-log.ts'

/** The most that `{ last: n }` may ask for. */
const MAX_LAST = 10_000

/** Where a client begins that comes without a last event ID: at a place of the log, or with the last entries before now. */
export type SubscriptionStart = Start | { readonly last: number }

/**
 * What becomes of a session that the hub's ring has left behind:
 * - `'replay'`: it is served from the log, and gets a gap only for what the log has trimmed;
 * - `'latest'`: it goes on with what is new, after a gap (`skipped`), or the snapshot if there is one;
 * - `'disconnect'`: it is cut as `slow`, so that its client comes back to where it was.
 */
export type SlowPolicy = 'replay' | 'latest' | 'disconnect'

export interface SubscribeOptions {
  /**
   * Where a client begins that comes without a last event ID. `{ last: n }` gives it the newest n entries that it takes,
   * n at most 10,000; it reads the log from its floor if the ring has fewer. @default { at: 'head' }
   */
  readonly start?: SubscriptionStart
  /**
   * Whether this session gets an entry of its channels. It sees all of the entry but its data: publish what it needs as
   * `meta`. Who throws, lets nothing through. Sessions that share one function object share their bytes. @default every
   */
  readonly filter?: EntryFilter
  /**
   * The key of an entry of which only the newest counts, as a stock's symbol; `undefined` for one that stands for
   * itself. Of what goes out in one write, and for who is behind that is all that the ring has, only the newest of each
   * key is sent, in order and with its own id. @default each stands for itself
   */
  readonly conflate?: EntryKey
  /** What becomes of the session when its client reads too slowly. @default 'replay' */
  readonly slow?: SlowPolicy
}

/** What is subscribed, with every default in place. */
export interface SubscribeRequest extends Selection {
  readonly start: SubscriptionStart
  readonly slow: SlowPolicy
}

/** @throws TypeError, RangeError with the argument's name and what was given. */
export function resolveSubscribe(channels: Channels, options: SubscribeOptions): SubscribeRequest {
  const { start = { at: 'head' }, filter, conflate, slow = 'replay' } = options
  for (const [name, value] of Object.entries({ filter, conflate })) {
    if (value === undefined || typeof value === 'function') continue
    throw new TypeError(`${name} must be a function of an entry, got ${typeof value}`)
  }
  if (!['replay', 'latest', 'disconnect'].includes(slow)) {
    throw new TypeError(`slow must be 'replay', 'latest' or 'disconnect', got ${JSON.stringify(slow)}`)
  }
  const taken = channels === 'all' ? channels : channelNames(channels)
  return { channels: taken, start: checkedStart(start), filter, conflate, slow }
}

/** @throws TypeError for what is no name of a channel. */
export function channelName(name: string): string {
  if (typeof name === 'string' && name !== '') return name
  throw new TypeError(`A channel's name must be a string that is not empty, got ${JSON.stringify(name)}`)
}

function channelNames(channels: readonly string[]): readonly string[] {
  if (!Array.isArray(channels) || channels.length === 0) {
    throw new TypeError(`channels must be 'all' or a list of at least one name, got ${JSON.stringify(channels)}`)
  }
  return channels.map(channelName)
}

function checkedStart(start: SubscriptionStart): SubscriptionStart {
  const { after, at, last }: { after?: unknown; at?: unknown; last?: unknown } = Object(start)
  if (typeof after === 'string' || at === 'head' || at === 'floor') return start
  if (last === undefined) {
    const known = "{ at: 'head' }, { at: 'floor' }, { last: count } or { after: position }"
    throw new TypeError(`start must be ${known}, got ${JSON.stringify(start)}`)
  }
  if (wholeNumber('start.last', last as number, 0) <= MAX_LAST) return start
  throw new RangeError(`start.last must be at most ${MAX_LAST}, got ${String(last)}`)
}
