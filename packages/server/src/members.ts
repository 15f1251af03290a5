import { Audiences } from './audiences.ts'
import type { Channels } from './selection.ts'
import type { Feed } from './feed.ts'
import { isLeaving, type GoneReason } from './gone.ts'
import type { Watcher } from './observer.ts'
import type { Session } from './session.ts'
import { SharedTimers } from './shared-timers.ts'
import type { SubscribeRequest } from './subscribe-options.ts'
import { Subscriber, type Keeper } from './subscriber.ts'
import type { Subscription } from './subscription.ts'

/** The sessions that a hub feeds. */
export class Members {
  readonly audiences: Audiences
  readonly #watcher: Watcher
  readonly #onError: (error: unknown) => void
  readonly #subscribers = new Set<Subscriber>()
  readonly #byToken = new Map<string, Subscription>()
  readonly #timers = new SharedTimers()
  /** Of the feed that was entered last. */
  #keeper: Keeper | undefined

  constructor(watcher: Watcher, onError: (error: unknown) => void) {
    this.#watcher = watcher
    this.#onError = onError
    this.audiences = new Audiences(onError)
  }

  get size(): number {
    return this.#subscribers.size
  }

  [Symbol.iterator](): IterableIterator<Subscriber> {
    return this.#subscribers.values()
  }

  enter(session: Session<unknown>, request: SubscribeRequest, feed: Feed): Subscriber {
    const { transport } = session
    const { ring, pump } = feed
    if (this.#keeper?.pump !== pump) this.#keeper = { pump, leave: (subscriber) => this.leave(subscriber, feed) }
    // What was published before is not news to a client that begins at the head.
    pump.flush()
    const subscriber = new Subscriber(session, this.audiences.join(request), ring.head, {
      slow: request.slow,
      watcher: this.#watcher,
      keeper: this.#keeper,
    })
    this.#subscribers.add(subscriber)
    session.home = feed.log
    transport.feeder = subscriber
    this.#timers.adopt(transport)
    transport.dedicate()
    this.#watcher.opened(session)
    return subscriber
  }

  leave(subscriber: Subscriber, { pump }: Feed): void {
    if (!this.#subscribers.delete(subscriber)) return
    subscriber.close()
    if (subscriber.token !== undefined) this.#byToken.delete(subscriber.token)
    pump.drop(subscriber)
    this.audiences.leave(subscriber.audience)
    subscriber.transport.feeder = undefined
    this.#watcher.closed(subscriber.session)
  }

  /** Cuts those that are picked; answers how many. */
  cut(reason: GoneReason, judge: (session: Session<unknown>) => boolean): number {
    // All are judged before one is cut: a judge that throws has changed nothing.
    const picked = [...this].filter(({ session }) => judge(session))
    for (const { transport } of picked) transport.cut(reason)
    return picked.length
  }

  /** Lets a subscriber take other channels from its place on. */
  reselect(subscriber: Subscriber, channels: Channels, { pump }: Feed): void {
    if (subscriber.closed) return
    // What was published before goes to those who took it then.
    pump.flush()
    const place = pump.placeOf(subscriber)
    pump.drop(subscriber)
    subscriber.cursor = place
    const { audience } = subscriber
    subscriber.audience = this.audiences.join({ ...audience.selection, channels })
    this.audiences.leave(audience)
    if (!subscriber.replaying) pump.advance(subscriber)
  }

  /** Remembers a subscription by its token for as long as it lasts. */
  know(subscriber: Subscriber, token: string, subscription: Subscription): void {
    if (subscriber.closed) return
    subscriber.token = token
    this.#byToken.set(token, subscription)
  }

  /** The subscription with this token, while it lasts. */
  byToken(token: string): Subscription | undefined {
    return this.#byToken.get(token)
  }

  /** Whoever cannot be fed is cut, so that its client comes back; the failure is told. */
  guard(subscriber: Subscriber, feeding: Promise<void>): void {
    feeding.catch((error: unknown) => {
      const isOver = subscriber.closed && error === subscriber.over.reason
      if (isOver || isLeaving(error, subscriber.session.gone)) return
      subscriber.transport.cut('failed')
      this.#onError(error)
    })
  }
}
