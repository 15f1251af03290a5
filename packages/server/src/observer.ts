import type { EntryLabel, Gap } from './event-log.ts'
import type { GoneReason } from './gone.ts'
import type { Session } from './session.ts'

/**
 * Told of what a hub does, for metrics and logs. Called in the midst of the hub's work: be quick. What it throws goes to
 * the hub's `onError` and changes nothing.
 *
 * @example
 * ```ts
 * const observer: Observer = {
 *   opened: () => open.inc(),
 *   closed: (_, reason) => closed.inc({ reason: reason ?? 'unsubscribed' }),
 *   gap: (_, { reason, missed }) => console.warn('a client has missed', missed ?? 'some', 'entries:', reason),
 * }
 * ```
 */
export interface Observer {
  /** The hub feeds a session from now on. */
  readonly opened?: (session: Session<unknown>) => void
  /** The hub no longer feeds it. @param reason Why the session is over; `undefined` if it is not. */
  readonly closed?: (session: Session<unknown>, reason: GoneReason | undefined) => void
  /** The log has taken an entry that this hub published. @param bytes Length of its data in UTF-16 code units. */
  readonly published?: (entry: Pick<EntryLabel, 'channel' | 'type' | 'position'>, length: number) => void
  /** One write with events was handed to a session's connection. @param bytes Before any framing. */
  readonly delivered?: (session: Session<unknown>, bytes: number) => void
  /** A session cannot keep up: its connection is full. @param entries How far it is behind the head, of all channels. */
  readonly lag?: (session: Session<unknown>, entries: number) => void
  /** A session is told that it has missed something. */
  readonly gap?: (session: Session<unknown>, gap: Gap) => void
  /** A session was cut for being slow (`slow: 'disconnect'`). */
  readonly evicted?: (session: Session<unknown>) => void
}

/** An observer that can always be called. */
export interface Watcher {
  opened(session: Session<unknown>): void
  closed(session: Session<unknown>): void
  published(entry: Pick<EntryLabel, 'channel' | 'type' | 'position'>, length: number): void
  delivered(session: Session<unknown>, bytes: number): void
  lag(session: Session<unknown>, entries: number): void
  gap(session: Session<unknown>, gap: Gap): void
  evicted(session: Session<unknown>): void
}

/** @param onError Told what the observer throws. */
export function watcherOf(observer: Observer, onError: (error: unknown) => void): Watcher {
  const closed = observer.closed?.bind(observer)
  const told = contained(onError)
  return {
    opened: told(observer.opened?.bind(observer)),
    closed: told(closed && ((session: Session<unknown>) => closed(session, session.reason))),
    published: told(observer.published?.bind(observer)),
    delivered: told(observer.delivered?.bind(observer)),
    lag: told(observer.lag?.bind(observer)),
    gap: told(observer.gap?.bind(observer)),
    evicted: told(observer.evicted?.bind(observer)),
  }
}

type Telling = <Args extends readonly unknown[]>(tell: ((...args: Args) => void) | undefined) => (...args: Args) => void

function contained(onError: (error: unknown) => void): Telling {
  return (tell) => {
    // Most hubs have no observer, and one write in a thousand sessions is a thousand calls.
    if (!tell) return () => undefined
    return (...args) => {
      try {
        tell(...args)
      } catch (error) {
        onError(error)
      }
    }
  }
}
