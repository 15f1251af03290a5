import type { Channels } from './selection.ts'
import { begin } from './begin.ts'
import { Channel } from './channel.ts'
import type { Position } from './event-log.ts'
import { FedSubscription, noSubscription } from './fed-subscription.ts'
import { TAKEN } from './feeder.ts'
import { Feeding } from './feeding.ts'
import { resolveHubOptions, type HubOptions, type ResolvedHubOptions } from './hub-options.ts'
import { wholeNumber } from './limits.ts'
import { Members } from './members.ts'
import { watcherOf } from './observer.ts'
import { Publisher } from './publisher.ts'
import { run, type RunOptions, type RunSource } from './run.ts'
import type { Session } from './session.ts'
import { Runs } from './runs.ts'
import { Schemas } from './schemas.ts'
import type { InputOf, StandardSchema } from './standard-schema.ts'
import { channelName, resolveSubscribe, type SubscribeOptions } from './subscribe-options.ts'
import type { Subscription } from './subscription.ts'

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
  readonly #members: Members
  readonly #over = new AbortController()
  readonly #publisher: Publisher
  readonly #schemas = new Schemas()
  readonly #runs = new Runs()
  readonly #feeding: Feeding
  /** Since it is drained: the milliseconds over which its clients come back. */
  #drainsOver: number | undefined

  constructor(options: HubOptions) {
    this.#options = resolveHubOptions(options)
    const { observer, onError } = this.#options
    const watcher = watcherOf(observer, onError)
    this.#members = new Members(watcher, onError)
    this.#feeding = new Feeding(this.#options, this.#members)
    this.#publisher = new Publisher(this.#options, watcher, this.#over.signal)
  }

  /** Sessions that it feeds. */
  get sessions(): number {
    return this.#members.size
  }

  /** Entries that were published by it. */
  get published(): number {
    return this.#publisher.count
  }

  /** Sessions that take a channel. */
  sessionsOf(channel: string): number {
    return this.#members.audiences.sizeOf(channelName(channel))
  }

  /** The position of the newest entry: what a snapshot that is read now is `asOf`. */
  async head(): Promise<Position> {
    const { head } = await this.#options.log.bounds()
    return head.position
  }

  /**
   * A channel of this hub. With a schema (Zod, Valibot, ArkType: any Standard Schema) its data are checked when they are
   * published and sent as JSON; without one they are text.
   *
   * @throws TypeError for a name that is no string or empty, and where the name has another schema already.
   * @example
   * ```ts
   * const prices = hub.channel('prices', z.object({ symbol: z.string(), amount: z.number() }))
   * await prices.publish({ data: { symbol: 'A', amount: 42 } })
   * ```
   */
  channel(name: string): Channel
  channel<Schema extends StandardSchema>(name: string, schema: Schema): Channel<InputOf<Schema>>
  channel(name: string, schema?: StandardSchema): Channel<unknown> {
    this.#schemas.settle(channelName(name), schema)
    return new Channel<unknown>(name, (entry, how) => this.#publisher.publish(entry, how), schema)
  }

  /** The subscription with this token, as long as its session is fed. */
  subscription(token: string): Subscription | undefined {
    return this.#members.byToken(token)
  }

  /**
   * Whether the log has ended and a client that comes with this last event ID has everything: the time to answer 204, so
   * that it does not come again (HTML §9.2.3).
   *
   * @example
   * ```ts
   * const authorize = async (request: Request) => {
   *   const id = requestLastEventId(request.headers.get('last-event-id'), request.url)
   *   return (await hub.isOver(id)) ? new Response(null, { status: 204 }) : { context: undefined }
   * }
   * ```
   */
  async isOver(lastEventId: string): Promise<boolean> {
    const { signal } = this.#over
    const page = await this.#options.log.read(lastEventId, { limit: 1, maxBytes: 1, signal })
    return page.kind === 'entries' && page.ended && page.entries.length === 0
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
    const request = resolveSubscribe(channels, options)
    if (transport.feeder) throw new TypeError('session is fed by a hub already: a session has one subscription')
    this.#checkHome(session)
    if (this.#isTurningAway) return this.#turnAway(session, request.channels)
    // Taken before the first await, so that a second call at the same time is refused.
    transport.feeder = TAKEN
    const feed = await this.#feeding.open()
    if (!feed || this.#isTurningAway) return this.#turnAway(session, request.channels)
    if (transport.reason === 'closed' || transport.reason === 'failed') throw transport.goneError()
    if (transport.reason !== undefined) return noSubscription(request.channels)
    const subscriber = this.#members.enter(session, request, feed)
    this.#members.guard(subscriber, begin(subscriber, request.start, feed))
    return new FedSubscription(subscriber, this.#members, feed)
  }

  /**
   * A finite run: publishes everything that a source gives and then ends the log. It goes on when its readers leave; who
   * comes late gets all that the log has kept, and who comes again with everything is to get 204 (see `isOver`).
   *
   * @throws What the source throws, once it has let go and the readers are told as `onError` says; what `publish` throws.
   * @example
   * ```ts
   * await hub.pipe(tokens(prompt), { onError: () => ({ type: 'error', data: 'The model has failed' }) })
   * ```
   */
  async pipe(source: RunSource, { channel = 'run', onError }: RunOptions = {}): Promise<void> {
    const fail = (): void => void this.#members.cut('failed', () => true)
    const parts = { channel: this.channel(channel), onError, end: () => this.end(), fail }
    await this.#runs.during(() => run(source, parts))
  }

  /**
   * Cuts the sessions that `judge` picks, of which nothing more is sent, as `revoked`. Their clients come back, and it is
   * for `authorize` to refuse them.
   *
   * @returns How many.
   */
  revoke(judge: (session: Session<unknown>) => boolean): number {
    return this.#members.cut('revoked', judge)
  }

  /**
   * Closes the hub so that its clients do not come back all at once: each is told a time of its own to wait, up to `over`
   * ms. Nobody new is fed from now on, and a run (`pipe`) may finish, for `over` ms at most. The log stays as it is.
   *
   * @throws RangeError (as a rejection) for a time that is no whole number; then nothing is closed.
   */
  async drain({ over = 10_000 }: { readonly over?: number } = {}): Promise<void> {
    this.#drainsOver = wholeNumber('over', over, 0)
    await this.#runs.over(over, this.#options.clock)
    // What was published before goes out before the end.
    this.#feeding.flush()
    for (const { session } of this.#members) void this.#sendAway(session)
    await this.close()
  }

  /**
   * Reads the log no more, and forgets what the ring has of it, until the next session comes: for hubs that are kept for
   * later. Can still be published to.
   *
   * @returns Whether it rests: not while it feeds anybody or a run is under way.
   */
  rest(): boolean {
    return this.#runs.count === 0 && this.#feeding.rest()
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
    const transports = [...this.#members].map(({ transport }) => transport)
    // What was published before goes out before the end.
    this.#feeding.flush()
    this.#over.abort()
    this.#feeding.stop()
    const timer = clock.setTimeout(() => {
      for (const transport of transports) transport.cut('closed')
    }, timeout)
    await Promise.all(transports.map((transport) => transport.close()))
    clock.clearTimeout(timer)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #checkHome({ home }: Session<unknown>): void {
    if (home === undefined || home === this.#options.log) return
    throw new TypeError('session has its place in the log of another hub: a session belongs to one hub')
  }

  get #isTurningAway(): boolean {
    return this.#over.signal.aborted || this.#drainsOver !== undefined
  }

  #turnAway(session: Session<unknown>, channels: Channels): Subscription {
    session.transport.feeder = undefined
    void this.#sendAway(session)
    return noSubscription(channels)
  }

  /** Each at a time of its own, where the hub is drained. */
  #sendAway(session: Session<unknown>): Promise<void> {
    const over = this.#drainsOver
    return session.close(over === undefined ? {} : { retry: Math.floor(this.#options.random() * (over + 1)) })
  }
}
