import { EventStreamParser } from '@eventwire/parser'
import { systemClock, type Clock } from './clock.ts'
import { contained } from './contained.ts'
import type { ConnectOptions, EventDecoder, Fetch, RetryPolicy, Timeouts } from './options.ts'
import { ownPage } from './page.ts'
import type { ResolvedRetryPolicy } from './reconnection.ts'
import { isStream, prepareRequest, type Attempt, type AttemptInit, type CursorIn } from './request.ts'
import type { StateChange } from './state-change.ts'
import { resolveUrl } from './url.ts'
import * as must from './validate.ts'

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
  readonly events: EventDecoder<Event> | undefined
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
  const {
    request = {},
    // Looked up at each call and called as the global's own, as browsers demand.
    fetch = (url, init) => globalThis.fetch(url, init),
    signal,
    lastEventId,
    cursor,
    cursorIn = 'header',
    ack = cursor ? 'processed' : 'delivery',
    retry = {},
    timeouts = {},
    until,
    failOn,
    events,
    pauseWhenHidden = false,
    maxEventBytes,
    onComment,
    onStateChange = () => undefined,
    page = ownPage(),
    clock = systemClock(),
    random = Math.random,
    ...unknown
  } = options
  must.haveNoOther(unknown)
  must.beFunctions({ fetch, onStateChange, random })
  must.beFunctions({ until, failOn, events }, true)
  if (cursor) must.beFunctions({ 'cursor.load': cursor.load, 'cursor.save': cursor.save })
  must.beBooleans({ pauseWhenHidden })
  must.be(!signal || typeof signal.addEventListener === 'function', 'signal', 'an AbortSignal', signal)
  must.be(cursorIn === 'header' || Boolean(cursorIn?.query), 'cursorIn', "'header' or { query: name }", cursorIn)
  must.beOneOf('ack', ['delivery', 'processed', 'manual'], ack)
  // Each response has a parser of its own; this one only judges the options that all of them will get.
  void new EventStreamParser({ lastEventId, maxEventBytes, onComment })
  const base = resolveUrl(url)
  const policy = resolveRetry(retry || {})
  return {
    url: base,
    request: resolveRequest(request, base),
    canRefresh: typeof request === 'function',
    fetch,
    signal,
    lastEventId,
    cursor,
    cursorIn,
    ack,
    retry: retry && policy,
    reconnectionTime: policy.initialDelay,
    timeouts: resolveTimeouts(timeouts),
    until,
    failOn,
    events,
    pauseWhenHidden,
    maxEventBytes,
    onComment: onComment && contained(onComment),
    onStateChange: contained(onStateChange),
    page,
    clock,
    random,
  }
}

function resolveRequest(request: NonNullable<ConnectOptions['request']>, url: URL): ResolvedOptions['request'] {
  if (typeof request === 'function') return request
  must.beObject('request', request)
  if (isStream(request.body)) {
    throw new TypeError('request.body is a stream, which can be sent only once: give a function that makes the request')
  }
  // What fetch would refuse at every attempt is refused here, at once.
  prepareRequest(request, url, '')
  return () => request
}

function resolveRetry(policy: RetryPolicy): ResolvedRetryPolicy {
  must.beObject('retry', policy)
  const {
    initialDelay = 1_000,
    maxDelay = 30_000,
    healthyAfter = 5_000,
    maxFailures = Infinity,
    replayUnsafe = false,
    ...unknown
  } = policy
  must.haveNoOther(unknown, 'retry.')
  must.beDurations({ initialDelay, maxDelay, healthyAfter }, 'retry.')
  must.beCount('retry.maxFailures', maxFailures)
  must.beBooleans({ replayUnsafe }, 'retry.')
  return { initialDelay, maxDelay, healthyAfter, maxFailures, replayUnsafe }
}

function resolveTimeouts(timeouts: Timeouts): ResolvedTimeouts {
  must.beObject('timeouts', timeouts)
  const { connect = 60_000, idle = 300_000, signOfLife = 'bytes', ...unknown } = timeouts
  must.haveNoOther(unknown, 'timeouts.')
  must.beDurations({ connect, idle }, 'timeouts.', 1)
  must.beOneOf('timeouts.signOfLife', ['bytes', 'comments', 'events'], signOfLife)
  return { connect, idle, signOfLife }
}
