import { MAX_TIMER } from './clock.ts'

/**
 * `'connecting'`: a request is on its way. `'open'`: its stream can be read. `'waiting'`: until the next attempt.
 * `'closed'`: for good.
 */
export type ConnectionState = 'connecting' | 'open' | 'waiting' | 'closed'

/** The patience of a connection, as {@link RetryPolicy} says it, with every default in place. */
export interface ResolvedRetryPolicy {
  readonly initialDelay: number
  readonly maxDelay: number
  readonly healthyAfter: number
  readonly maxFailures: number
  readonly replayUnsafe: boolean
}

/** Where a connection stands. */
export interface Reconnection {
  readonly state: ConnectionState
  /** Requests so far, the current one included. */
  readonly attempt: number
  /** Attempts in a row that failed, or opened a stream that was gone before it was healthy. */
  readonly failures: number
  /** When the current stream opened; means something only while it is open. */
  readonly openedAt: number
}

/** What happens to a connection. Times in milliseconds. */
export type ReconnectionInput =
  /** A response opened the stream. */
  | { readonly type: 'opened'; readonly at: number }
  /**
   * The attempt failed, or its stream is gone. `asked` is the wait that the server wants, `random` is from 0 to 1,
   * `mayRetry` says whether the same request may be sent again at all, and `isTurn` that there is nothing wrong: the
   * server brought something new and then ended the stream cleanly, as one does that wants to be polled.
   */
  | {
      readonly type: 'lost'
      readonly at: number
      readonly asked: number
      readonly random: number
      readonly mayRetry: boolean
      readonly isTurn?: boolean
    }
  /** This side gives up the attempt or its stream, for another one. */
  | { readonly type: 'interrupted' }
  /** The wait is over. */
  | { readonly type: 'due' }
  /** The consumer, or the server by a 204, is done. */
  | { readonly type: 'closed' }

/** What to do next. */
export type ReconnectionAction =
  | { readonly type: 'attempt' }
  /** Milliseconds; the part that the server asked for, `atLeast`, nothing may shorten. */
  | { readonly type: 'wait'; readonly delay: number; readonly atLeast: number }
  | { readonly type: 'nothing' }

/** Before the first attempt, whose action is `'attempt'`. */
export const START: Reconnection = { state: 'connecting', attempt: 1, failures: 0, openedAt: 0 }

/**
 * The reconnection engine: where a connection stands and what happens to it in, where it stands then and what to do
 * out. What does not fit the state (a response after `closed`, a second `due`) changes nothing and asks for nothing,
 * so that there is never more than one attempt and none after the end.
 *
 * @param policy `false` for a single attempt.
 */
export function reconnect(
  from: Reconnection,
  input: ReconnectionInput,
  policy: ResolvedRetryPolicy | false,
): readonly [to: Reconnection, action: ReconnectionAction] {
  const { state } = from
  if (input.type === 'closed') return [{ ...from, state: 'closed' }, { type: 'nothing' }]
  if (input.type === 'opened' && state === 'connecting') {
    return [{ ...from, state: 'open', openedAt: input.at }, { type: 'nothing' }]
  }
  if (input.type === 'due' && state === 'waiting') {
    return [{ ...from, state: 'connecting', attempt: from.attempt + 1 }, { type: 'attempt' }]
  }
  const isBusy = state === 'connecting' || state === 'open'
  if (input.type === 'interrupted' && isBusy) {
    return [
      { ...from, state: 'waiting' },
      { type: 'wait', delay: 0, atLeast: 0 },
    ]
  }
  if (input.type === 'lost' && isBusy) {
    const wasHealthy = state === 'open' && (input.isTurn || (policy && input.at - from.openedAt >= policy.healthyAfter))
    const failures = wasHealthy ? 0 : from.failures + 1
    if (!policy || !input.mayRetry || failures >= policy.maxFailures) {
      return [{ ...from, state: 'closed', failures }, { type: 'nothing' }]
    }
    const delay = reconnectionDelay(failures, input.asked, input.random, policy)
    return [
      { ...from, state: 'waiting', failures },
      { type: 'wait', delay, atLeast: Math.min(MAX_TIMER, Math.ceil(input.asked)) },
    ]
  }
  return [from, { type: 'nothing' }]
}

/**
 * Milliseconds to wait: at least what was asked, and a random part on top, so that the clients of a server that comes
 * back do not come all at once. The range doubles with every failure after the first. While there are failures it
 * begins at the initial delay even if the server asks for less, and its lower end grows as well: a server that accepts
 * and closes at once with `retry: 0` is not hammered, whatever the dice say.
 *
 * @param failures In a row, this one included; 0 if a healthy stream is gone.
 * @param random From 0 to 1.
 */
export function reconnectionDelay(
  failures: number,
  asked: number,
  random: number,
  { initialDelay, maxDelay }: Pick<ResolvedRetryPolicy, 'initialDelay' | 'maxDelay'>,
): number {
  const least = Math.min(asked, MAX_TIMER)
  const base = failures > 0 ? Math.max(least, initialDelay) : least
  // 2^31 is past every limit, and unlike Infinity it leaves a delay of 0 what it is.
  const ceiling = Math.max(least, Math.min(maxDelay, base * 2 ** Math.min(Math.max(failures, 1), 31)))
  const floor = failures > 0 ? Math.max(least, ceiling / 4) : least
  return Math.min(MAX_TIMER, Math.ceil(floor + random * (ceiling - floor)))
}
