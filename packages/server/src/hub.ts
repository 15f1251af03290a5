import { Audiences, type Channels } from './audience.ts'
import { begin, checkedStart } from './begin.ts'
import { Channel } from './channel.ts'
import { checkEntrySize } from './entry-size.ts'
import type { EntryInit, Position, Start } from './event-log.ts'
import { startFeed, type Feed } from './feed.ts'
import { isLeaving } from './gone.ts'
import { resolveHubOptions, type HubOptions, type ResolvedHubOptions } from './hub-options.ts'
import { wholeNumber } from './limits.ts'
import type { Pump } from './pump.ts'
import { replay } from './replay.ts'
import type { Session } from './session.ts'
import { SharedTimers } from './shared-timers.ts'
import { Subscriber } from './subscriber.ts'
import type { Transport } from './transport.ts'

/** Bytes of data after which a publisher waits for the event loop to turn, so that readers can be served. */
const BREATH = 1024 * 1024

export interface SubscribeOptions {
  /** Where a client begins that comes without a last event ID. @default { at: 'head' } */
  readonly start?: Start
}

/** The feeding of one session by one hub. */
export interface Subscription {
  readonly channels: Channels
  /** Stops feeding the session, which stays open. */
  close(): void
}

/**
 * One ordered log and its audience. A channel is a label in it, so that a session has one place, whatever channels it
 * takes: the `id:` of its last event, with which any hub of the same log resumes it exactly.
 *
 * @throws TypeError, RangeError for options that cannot be.
 * @example
 * ```ts
 * const hub = new Hub({ log: new MemoryLog() })
 * await hub.subscribe(session, ['prices'])
 * await hub.channel('prices').publish({ type: 'price', data: '42' })
 * ```
 */
export class Hub {
  readonly #options: ResolvedHubOptions
  readonly #audiences = new Audiences()
  readonly #subscribers = new Set<Subscriber>()
  readonly #timers = new SharedTimers()
  readonly #over = new AbortController()
  #feed: Promise<Feed> | undefined
  /** Once the feed has begun. */
  #pump: Pump | undefined
  #sinceBreath = 0

  constructor(options: HubOptions) {
    this.#options = resolveHubOptions(options)
  }

  /** Sessions that it feeds. */
  get sessions(): number {
    return this.#subscribers.size
  }

  /** The position of the newest entry: what a snapshot that is read now is `asOf`. */
  async head(): Promise<Position> {
    const { head } = await this.#options.log.bounds()
    return head.position
  }

  /** @throws TypeError for a name that is no string or empty. */
  channel(name: string): Channel {
    return new Channel(channelName(name), (entry) => this.#publish(entry))
  }

  /**
   * Feeds a session with everything published to these channels (`'all'` takes every channel): from where the client
   * left, by its last event ID, or from `start`. What cannot be given any more is announced by one gap event.
   *
   * Resolves once the session is registered; history is sent at the client's pace. A session whose subscription was
   * closed can be subscribed again: it goes on where the first one ended. If the application sent an `id` of its own
   * before, that is where the client would come back from, and so where the hub goes on: after it if it is a position of
   * the log, with a gap if not.
   *
   * A client that has left, or a session that has ended by itself, now or while the log is opened, is no error: there is
   * nothing to feed. Nor is one that comes to a closed hub: its session is closed, so that it comes back. (In a listener
   * of `node:http` a rejection would end the process, and any client could bring these about.)
   *
   * @throws TypeError (as a rejection) for channels or a start that cannot be, a session that a hub feeds already, or
   * one whose place is in the log of another hub; `GoneError` for a session that the application has ended.
   */
  async subscribe<C>(session: Session<C>, channels: Channels, options: SubscribeOptions = {}): Promise<Subscription> {
    const { transport } = session
    const taken = channels === 'all' ? channels : channelNames(channels)
    const start = checkedStart(options.start ?? { at: 'head' })
    if (transport.onDrain) throw new TypeError('session is fed by a hub already: a session has one subscription')
    this.#checkHome(session)
    const nothing: Subscription = { channels: taken, close: () => undefined }
    if (this.#over.signal.aborted) return this.#turnAway(transport, nothing)
    // Taken before the first await, so that a second call at the same time is refused.
    transport.onDrain = () => undefined
    const feed = await this.#feeding().catch(() => undefined)
    // Without a feed the hub was closed meanwhile: nothing else ends the asking for one.
    if (!feed || this.#over.signal.aborted) return this.#turnAway(transport, nothing)
    this.#pump = feed.pump
    if (transport.reason === 'closed' || transport.reason === 'failed') throw transport.goneError()
    if (transport.reason !== undefined) return nothing
    const subscriber = this.#enter(session, taken, feed)
    this.#guard(subscriber, begin(subscriber, start, feed))
    return { channels: taken, close: () => this.#leave(subscriber, feed) }
  }

  /** Ends the log for good: nothing can be published any more, and sessions end once they have everything. */
  async end(): Promise<void> {
    await this.#options.log.end()
  }

  /**
   * Closes every session and stops reading the log, which stays as it is. Resolves once all clients have what was sent
   * to them; those that have not after `timeout` ms are cut.
   *
   * @throws RangeError (as a rejection) for a timeout that is no whole number; then nothing is closed.
   */
  async close({ timeout = 2_000 }: { readonly timeout?: number } = {}): Promise<void> {
    wholeNumber('timeout', timeout, 0)
    const { clock } = this.#options
    const transports = [...this.#subscribers].map(({ transport }) => transport)
    // What was published before goes out before the end.
    this.#pump?.flush()
    this.#over.abort()
    const timer = clock.setTimeout(() => {
      for (const transport of transports) transport.cut('closed')
    }, timeout)
    await Promise.all(transports.map((transport) => transport.close()))
    clock.clearTimeout(timer)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #publish(entry: EntryInit): Promise<Position> {
    if (this.#over.signal.aborted) throw closedError()
    const { log, gapType, clock } = this.#options
    if (entry.type === gapType) throw new TypeError(`type ${JSON.stringify(gapType)} is reserved for gaps (gapType)`)
    checkEntrySize(entry.data, log.capabilities)
    const [position] = await log.append([entry])
    if (position === undefined) throw new TypeError('The log gave no position for the entry that it appended')
    this.#sinceBreath += entry.data.length
    if (this.#sinceBreath < BREATH) return position
    this.#sinceBreath = 0
    await new Promise<void>((resolve) => clock.turn(resolve))
    return position
  }

  #checkHome({ home }: Session<unknown>): void {
    if (home === undefined || home === this.#options.log) return
    throw new TypeError('session has its place in the log of another hub: a session belongs to one hub')
  }

  #turnAway(transport: Transport, nothing: Subscription): Subscription {
    transport.onDrain = undefined
    void transport.close()
    return nothing
  }

  #feeding(): Promise<Feed> {
    const fallen = (subscriber: Subscriber, feed: Feed): void => this.#guard(subscriber, replay(subscriber, feed))
    this.#feed ??= startFeed(this.#options, { audiences: this.#audiences, over: this.#over.signal, fallen })
    return this.#feed
  }

  #enter(session: Session<unknown>, channels: Channels, feed: Feed): Subscriber {
    const { transport } = session
    const { ring, pump } = feed
    // What was published before is not news to a client that begins at the head.
    pump.flush()
    const subscriber = new Subscriber(session, channels, this.#audiences.join(channels), ring.head)
    this.#subscribers.add(subscriber)
    session.home = this.#options.log
    transport.onDrain = () => {
      if (!subscriber.replaying) pump.advance(subscriber)
    }
    transport.beat = (silent) => subscriber.beat(pump.placeOf(subscriber), silent)
    this.#timers.adopt(transport)
    const forget = transport.onGone(() => this.#leave(subscriber, feed))
    subscriber.over.addEventListener('abort', forget)
    return subscriber
  }

  #leave(subscriber: Subscriber, { pump }: Feed): void {
    if (!this.#subscribers.delete(subscriber)) return
    subscriber.close()
    pump.drop(subscriber)
    this.#audiences.leave(subscriber.audience)
    subscriber.transport.onDrain = undefined
    subscriber.transport.beat = subscriber.ownBeat
  }

  /** Whoever cannot be fed is cut, so that its client comes back; the failure is told. */
  #guard(subscriber: Subscriber, feeding: Promise<void>): void {
    feeding.catch((error: unknown) => {
      const isOver = subscriber.closed && error === subscriber.over.reason
      if (isOver || isLeaving(error, subscriber.session.gone)) return
      subscriber.transport.cut('failed')
      this.#options.onError(error)
    })
  }
}

function closedError(): TypeError {
  return new TypeError('The hub is closed: nothing can be published to it')
}

function channelNames(channels: readonly string[]): readonly string[] {
  if (!Array.isArray(channels) || channels.length === 0) {
    throw new TypeError(`channels must be 'all' or a list of at least one name, got ${JSON.stringify(channels)}`)
  }
  return channels.map(channelName)
}

function channelName(name: string): string {
  if (typeof name === 'string' && name !== '') return name
  throw new TypeError(`A channel's name must be a string that is not empty, got ${JSON.stringify(name)}`)
}
