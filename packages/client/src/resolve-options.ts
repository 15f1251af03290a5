import { EventStreamParser, type ParserOptions } from '@eventwire/parser'
import { systemClock, type Clock } from './clock.ts'
import { contained } from './contained.ts'
import type { CursorIn } from './last-event-id.ts'
import type { ConnectOptions, EventDecoder, Fetch, RetryPolicy, Timeouts } from './options.ts'
import { ownPage } from './page.ts'
import type { ResolvedRetryPolicy } from './reconnection.ts'
import { isStream, prepareRequest, type Attempt, type AttemptInit } from './request.ts'
import { demand, settle } from './settle.ts'
import type { StateChange } from './state-change.ts'
import { resolveUrl } from './url.ts'

type AsGiven = 'signal' | 'lastEventId' | 'cursor' | 'maxEventBytes' | 'onComment' | 'until' | 'failOn' | 'page'

/** The options with every default in place. */
export interface ResolvedOptions<Event extends object = object> extends Pick<ConnectOptions, AsGiven> {
  readonly url: URL
  readonly request: (attempt: Attempt) => AttemptInit | PromiseLike<AttemptInit>
  /** Whether `request` may give another token. */
  readonly canRefresh: boolean
  readonly fetch: Fetch
  readonly cursorIn: CursorIn
  readonly ack: 'delivery' | 'processed' | 'manual'
  readonly retry: ResolvedRetryPolicy | false
  /** Until the server says another. */
  readonly reconnectionTime: number
  readonly timeouts: ResolvedTimeouts
  readonly events?: EventDecoder<Event> | undefined
  readonly pauseWhenHidden: boolean
  readonly onStateChange: (change: StateChange) => void
  readonly clock: Clock
  readonly random: () => number
}

interface ResolvedTimeouts {
  readonly connect: number
  readonly idle: number
  readonly signOfLife: NonNullable<Timeouts['signOfLife']>
}

/** @throws TypeError or RangeError, naming the option and what was given. */
export function resolveOptions<Event extends object>(
  url: string | URL,
  options: ConnectOptions<Event>,
): ResolvedOptions<Event> {
  const base = resolveUrl(url)
  const settled = settle<Defaulted<Event>>(options, {
    request: undefined,
    // Looked up at each call and called as the global's own, as browsers demand.
    fetch: (url, init) => globalThis.fetch(url, init),
    signal: undefined,
    lastEventId: undefined,
    cursor: undefined,
    cursorIn: 'header',
    ack: options.cursor ? 'processed' : 'delivery',
    retry: undefined,
    timeouts: undefined,
    until: undefined,
    failOn: undefined,
    events: undefined,
    pauseWhenHidden: false,
    maxEventBytes: undefined,
    onComment: undefined,
    onStateChange: () => undefined,
    page: ownPage(),
    clock: systemClock(),
    random: Math.random,
  })
  const { request = {}, signal, cursor, cursorIn, ack, until, failOn, events, onComment, retry } = settled
  demand(!signal || 'aborted' in signal, 'signal', 'an AbortSignal', signal)
  demand(
    !cursor || (isFunction(cursor.load) && isFunction(cursor.save)),
    'cursor',
    'an object with load and save',
    cursor,
  )
  demand(cursorIn === 'header' || Boolean(cursorIn?.query), 'cursorIn', "'header' or { query: name }", cursorIn)
  demandOneOf(['delivery', 'processed', 'manual'], 'ack', ack)
  for (const [name, value] of Object.entries({ until, failOn, events })) {
    demand(value === undefined || isFunction(value), name, 'a function', value)
  }
  // Each response has a parser of its own; this one only judges the options that all of them will get.
  void new EventStreamParser(pick(settled))
  const policy = resolveRetry(retry || {})
  return {
    ...settled,
    url: base,
    request: resolveRequest(request, base),
    canRefresh: isFunction(request),
    retry: retry === false ? false : policy,
    reconnectionTime: policy.initialDelay,
    timeouts: resolveTimeouts(settled.timeouts ?? {}),
    onComment: onComment && contained(onComment),
    onStateChange: contained(settled.onStateChange),
  }
}

type Defaults = 'fetch' | 'cursorIn' | 'ack' | 'pauseWhenHidden' | 'onStateChange' | 'clock' | 'random'
type Defaulted<Event extends object> = Omit<ConnectOptions<Event>, Defaults> & Pick<ResolvedOptions<Event>, Defaults>

function pick({ lastEventId, maxEventBytes, onComment }: ParserOptions): ParserOptions {
  return { lastEventId, maxEventBytes, onComment }
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function'
}

function resolveRequest(request: NonNullable<ConnectOptions['request']>, url: URL): ResolvedOptions['request'] {
  if (typeof request === 'function') return request
  demand(Object(request) === request, 'request', 'an object or a function', request)
  demand(!isStream(request.body), 'request.body', 'what can be sent again, or made by a function', 'a stream')
  // What fetch would refuse at every attempt is refused here, at once.
  prepareRequest(request, url, '')
  return () => request
}

function resolveRetry(given: RetryPolicy): ResolvedRetryPolicy {
  const defaults: ResolvedRetryPolicy = {
    initialDelay: 1_000,
    maxDelay: 30_000,
    healthyAfter: 5_000,
    maxFailures: Infinity,
    replayUnsafe: false,
  }
  const policy = settle(given, defaults, 'retry')
  const { maxFailures } = policy
  demandAtLeast(0, policy, 'retry')
  const isCount = maxFailures === Infinity || (Number.isInteger(maxFailures) && maxFailures > 0)
  demand(isCount, 'retry.maxFailures', 'an integer of at least 1, or Infinity', maxFailures, RangeError)
  return policy
}

function resolveTimeouts(given: Timeouts): ResolvedTimeouts {
  const defaults: ResolvedTimeouts = { connect: 60_000, idle: 300_000, signOfLife: 'bytes' }
  const timeouts = settle(given, defaults, 'timeouts')
  demandAtLeast(1, timeouts, 'timeouts')
  demandOneOf(['bytes', 'comments', 'events'], 'timeouts.signOfLife', timeouts.signOfLife)
  return timeouts
}

/** @throws RangeError naming the first number that is less, or NaN. */
function demandAtLeast(least: number, values: object, path: string): void {
  for (const [name, value] of Object.entries(values)) {
    demand(typeof value !== 'number' || value >= least, `${path}.${name}`, `at least ${least}`, value, RangeError)
  }
}

/** @throws TypeError if it is none of them. */
function demandOneOf(known: readonly string[], name: string, value: string): void {
  demand(known.includes(value), name, `one of ${known.join(', ')}`, value)
}
