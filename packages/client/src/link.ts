import { CursorSaver } from './cursor-saver.ts'
import { ConnectError } from './errors.ts'
import type { EventReader } from './event-reader.ts'
import { Exchange } from './exchange.ts'
import { connectError, interrupted, unsaved, unsendable, type Failure } from './failure.ts'
import { isSendable } from './last-event-id.ts'
import { watchPage } from './page.ts'
import {
  reconnect,
  START,
  type ConnectionState,
  type ReconnectionAction,
  type ReconnectionInput,
} from './reconnection.ts'
import { isSafe, type Attempt } from './request.ts'
import type { ResolvedOptions } from './resolve-options.ts'
import type { StateChange } from './state-change.ts'
import { Wait } from './wait.ts'

const NOTHING = { type: 'nothing' } as const

/** The way to the server: opens a stream, and another when that one is lost, until it is closed. */
export class Link {
  /** Where the next stream begins. It outlives every attempt, and moves as the consumer gets events. */
  lastEventId: string
  /** Milliseconds to wait at least before a reconnect. */
  reconnectionTime: number
  readonly #options: ResolvedOptions
  readonly #saver: CursorSaver | undefined
  readonly #unwatchPage: (() => void) | undefined
  #origin: string | undefined
  #standing = START
  #exchange: Exchange | undefined
  /** Why the attempt before ended. */
  #cause: ConnectError | undefined
  #hasRefreshed = false
  #reader: EventReader | undefined
  /** Resolves when the stream is open or the link closed. */
  #settled: Promise<void>
  #wait: Wait | undefined
  /** Whether the page is away, so that no attempt may be made. */
  #isAway = false
  /** Once the link is closed; resolves when the body is cancelled and the cursor saved. */
  #closing: Promise<void> | undefined
  /** What the consumer is still to be told. */
  #failure: { readonly error: unknown } | undefined

  constructor(options: ResolvedOptions) {
    const { lastEventId, cursor, page, pauseWhenHidden, signal } = options
    this.#options = options
    this.#origin = cursor ? lastEventId : (lastEventId ?? '')
    this.lastEventId = lastEventId ?? ''
    this.reconnectionTime = options.reconnectionTime
    this.#saver = cursor && new CursorSaver(cursor, (cause) => this.#warn(unsaved(cause)))
    this.#isAway = pauseWhenHidden && Boolean(page?.document?.hidden)
    this.#unwatchPage = page && watchPage(page, pauseWhenHidden, (isAway) => this.#onPage(isAway))
    signal?.addEventListener('abort', this.#onAbort)
    this.#settled = this.#begin()
  }

  /** Where the first stream began; empty until that is known. */
  get origin(): string {
    return this.#origin ?? ''
  }

  get state(): ConnectionState {
    return this.#standing.state
  }

  /** While the stream is open. */
  get reader(): EventReader | undefined {
    return this.#reader
  }

  /**
   * The reader of the stream when it is open; `undefined` when the link is closed.
   *
   * @throws ConnectError or the signal's reason, once, if that is why it closed.
   */
  async nextReader(): Promise<EventReader | undefined> {
    while (!this.#closing && !this.#reader) await this.#settled
    await this.#closing
    const failure = this.#failure
    this.#failure = undefined
    if (failure) throw failure.error
    return this.#reader
  }

  /** Takes note that the stream is gone, and sees to another one. */
  lose(failure: Failure): void {
    if (this.#closing) return
    this.#settled = this.#follow(this.#fail(failure))
  }

  /** Makes another attempt at once, whatever this one does. */
  reconnect(): void {
    if (this.state === 'waiting' || !this.#exchange) this.#wait?.end()
    else void this.#exchange.cancel(interrupted('reconnect() was called'))
  }

  /** Keeps `id` in the cursor's store, if there is one. */
  save(id: string): void {
    this.#saver?.save(id)
  }

  /** Resolves when what is to be saved is saved. */
  async flush(): Promise<void> {
    await this.#saver?.flush()
  }

  /** Ends the request or the stream. Resolves when the body is cancelled and the cursor saved. */
  close(failure?: { readonly error: unknown }): Promise<void> {
    if (this.#closing) return this.#closing
    // In place before anything is called that may call this again.
    this.#closing = Promise.resolve()
      .then(() => cancelled)
      .then(() => this.flush())
    this.#step({ type: 'closed' })
    this.#failure = failure
    this.#reader = undefined
    this.#options.signal?.removeEventListener('abort', this.#onAbort)
    this.#unwatchPage?.()
    this.#wait?.end()
    const cancelled = this.#exchange?.cancel()
    this.#announce({ cause: failure?.error instanceof ConnectError ? failure.error : undefined })
    return this.#closing
  }

  readonly #onAbort = (): void => {
    void this.close({ error: this.#options.signal?.reason })
  }

  #onPage(isAway: boolean): void {
    // What cannot be resumed is left as it is.
    this.#isAway = isAway && this.#isRepeatable()
    if (!this.#isAway) this.#wait?.hasten()
    else if (this.state !== 'waiting') void this.#exchange?.cancel(interrupted('The page is hidden'))
  }

  async #begin(): Promise<void> {
    // Nothing happens before connect() has returned, so that its callbacks can use what it returns.
    await undefined
    if (this.#options.signal?.aborted) this.#onAbort()
    if (this.#isAway && !this.#closing) await this.#pause(0, 0)
    await this.#follow({ type: 'attempt' })
  }

  /** Does what the reconnection engine says, until it says nothing more. */
  async #follow(first: ReconnectionAction): Promise<void> {
    let action = first
    while (!this.#closing && action.type !== 'nothing') {
      if (action.type === 'wait') await this.#pause(action.delay, action.atLeast)
      action = action.type === 'wait' ? this.#step({ type: 'due' }) : await this.#attempt()
    }
  }

  #pause(delay: number, atLeast: number): Promise<void> {
    this.#wait = new Wait(this.#options.clock, delay, atLeast, () => this.#isAway)
    return this.#wait.over
  }

  async #attempt(): Promise<ReconnectionAction> {
    const exchange = new Exchange(this.#options)
    this.#exchange = exchange
    const { cursor } = this.#options
    const load = cursor && this.#origin === undefined ? () => cursor.load() : undefined
    const outcome = await exchange.send(load, (loaded) => this.#locate(loaded))
    if (this.#closing) return NOTHING
    if (outcome.type === 'failed') return this.#fail(outcome)
    if (outcome.type === 'stop') void this.close()
    if (outcome.type === 'stop') return NOTHING
    this.#reader = outcome.reader
    this.#hasRefreshed = false
    const action = this.#step({ type: 'opened', at: this.#options.clock.now() })
    this.#announce()
    return action
  }

  /** Where the attempt begins. */
  #locate(loaded: string | null | undefined): Omit<Attempt, 'signal'> {
    if (this.#origin === undefined) this.lastEventId = this.#origin = loaded ?? ''
    const { lastEventId } = this
    this.#warn(isSendable(lastEventId, this.#options.cursorIn) ? undefined : unsendable(lastEventId))
    return { number: this.#standing.attempt, lastEventId, cause: this.#cause }
  }

  /** The attempt or its stream has failed: on to the next, or to the end. */
  #fail(failure: Failure): ReconnectionAction {
    const { clock, random } = this.#options
    const isRepeatable = this.#isRepeatable()
    const isTurn = failure.code === 'stream-ended' && Boolean(this.#reader?.hasMoved)
    this.#reader = undefined
    const action = this.#step(
      failure.code === 'interrupted'
        ? { type: 'interrupted' }
        : {
            type: 'lost',
            at: clock.now(),
            asked: failure.retryAfter ?? Math.max(0, this.reconnectionTime - (failure.slept ?? 0)),
            random: random(),
            mayRetry: this.#mayRefresh(failure) || (failure.mayRetry && isRepeatable),
            isTurn,
          },
    )
    const { attempt } = this.#standing
    if (action.type === 'wait') {
      this.#cause = connectError(failure, attempt, true)
      this.#announce({ delay: this.#isAway ? Infinity : action.delay, cause: this.#cause })
      return action
    }
    // The stream of a single request ends like any response.
    const isEnd = failure.code === 'stream-ended' && !isRepeatable
    void this.close(isEnd ? undefined : { error: connectError(failure, attempt, false) })
    return action
  }

  /** A request that was refused for its token has changed nothing, and the function may have another token: once. */
  #mayRefresh({ status }: Failure): boolean {
    const mayRefresh = status === 401 && this.#options.canRefresh && !this.#hasRefreshed
    this.#hasRefreshed ||= mayRefresh
    return mayRefresh
  }

  /** Whether the last request may be sent again: it changes nothing, or the server can tell where it goes on. */
  #isRepeatable(): boolean {
    const { retry, cursorIn } = this.#options
    if (!retry) return false
    const method = this.#exchange?.method
    if (method === undefined || isSafe(method) || retry.replayUnsafe) return true
    // An id that the caller came with says nothing of what this server has taken.
    return this.lastEventId !== '' && this.lastEventId !== this.#origin && isSendable(this.lastEventId, cursorIn)
  }

  #step(input: ReconnectionInput): ReconnectionAction {
    const [standing, action] = reconnect(this.#standing, input, this.#options.retry)
    this.#standing = standing
    return action
  }

  /** Tells where the link stands, and what is wrong with that although it goes on. */
  #warn(failure: Failure | undefined): void {
    this.#announce({ cause: failure && connectError(failure, this.#standing.attempt, true) })
  }

  #announce(details: Pick<StateChange, 'delay' | 'cause'> = {}): void {
    const { state, attempt } = this.#standing
    this.#options.onStateChange({ state, attempt, ...details })
  }
}
