import { EventStreamParser } from '@eventwire/parser'
import { systemClock, type Clock } from './clock.ts'
import { contained } from './contained.ts'
import type { ConnectOptions, Fetch, RetryPolicy } from './options.ts'
import type { ResolvedRetryPolicy } from './reconnection.ts'
import { isStream, prepareRequest, type Attempt, type AttemptInit } from './request.ts'
import type { StateChange } from './state-change.ts'
import { resolveUrl } from './url.ts'
import { assertCount, assertDuration, assertFunction, assertNoneLeft, assertObject } from './validate.ts'

/** The options with every default in place. */
export interface ResolvedOptions {
  readonly url: URL
  readonly request: (attempt: Attempt) => AttemptInit | PromiseLike<AttemptInit>
  readonly fetch: Fetch
  readonly signal: AbortSignal | undefined
  readonly lastEventId: string
  readonly retry: ResolvedRetryPolicy | false
  /** Until the server says another. */
  readonly reconnectionTime: number
  readonly maxEventBytes: number | undefined
  readonly onComment: ((text: string) => void) | undefined
  readonly onStateChange: (change: StateChange) => void
  readonly clock: Clock
  readonly random: () => number
}

/** @throws TypeError or RangeError, naming the option and what was given. */
export function resolveOptions(url: string | URL, options: ConnectOptions): ResolvedOptions {
  const {
    request = {},
    // Looked up at each call and called as the global's own, as browsers demand.
    fetch = (url, init) => globalThis.fetch(url, init),
    signal,
    lastEventId = '',
    retry = {},
    maxEventBytes,
    onComment,
    onStateChange = () => undefined,
    clock = systemClock(),
    random = Math.random,
    ...unknown
  } = options
  assertNoneLeft(unknown)
  for (const [name, value] of Object.entries({ fetch, onStateChange, random })) assertFunction(name, value)
  if (signal !== undefined && typeof signal.addEventListener !== 'function') {
    throw new TypeError(`signal must be an AbortSignal, got ${String(signal)}`)
  }
  // Each response has a parser of its own; this one only judges the options that all of them will get.
  void new EventStreamParser({ lastEventId, maxEventBytes, onComment })
  const base = resolveUrl(url)
  const policy = resolveRetry(retry === false ? {} : retry)
  return {
    url: base,
    request: resolveRequest(request, base),
    fetch,
    signal,
    lastEventId,
    retry: retry === false ? false : policy,
    reconnectionTime: policy.initialDelay,
    maxEventBytes,
    onComment: onComment && contained(onComment),
    onStateChange: contained(onStateChange),
    clock,
    random,
  }
}

function resolveRequest(request: NonNullable<ConnectOptions['request']>, url: URL): ResolvedOptions['request'] {
  if (typeof request === 'function') return request
  assertObject('request', request)
  if (isStream(request.body)) {
    throw new TypeError('request.body is a stream, which can be sent only once: give a function that makes the request')
  }
  // What fetch would refuse at every attempt is refused here, at once.
  prepareRequest(request, url, '')
  return () => request
}

function resolveRetry(policy: RetryPolicy): ResolvedRetryPolicy {
  assertObject('retry', policy)
  const {
    initialDelay = 1_000,
    maxDelay = 30_000,
    healthyAfter = 5_000,
    maxFailures = Infinity,
    replayUnsafe = false,
    ...unknown
  } = policy
  assertNoneLeft(unknown, 'retry.')
  for (const [name, value] of Object.entries({ initialDelay, maxDelay, healthyAfter })) {
    assertDuration(`retry.${name}`, value)
  }
  assertCount('retry.maxFailures', maxFailures)
  if (typeof replayUnsafe !== 'boolean') {
    throw new TypeError(`retry.replayUnsafe must be a boolean, got ${String(replayUnsafe)}`)
  }
  return { initialDelay, maxDelay, healthyAfter, maxFailures, replayUnsafe }
}
