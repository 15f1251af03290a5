import { ConnectError } from './errors.ts'
import { EventReader } from './event-reader.ts'
import { Exchange } from './exchange.ts'
import { connectError, type Failure } from './failure.ts'
import { lastEventIdHeader } from './last-event-id.ts'
import {
  reconnect,
  START,
  type ConnectionState,
  type ReconnectionAction,
  type ReconnectionInput,
} from './reconnection.ts'
import { isSafe } from './request.ts'
import type { ResolvedOptions } from './resolve-options.ts'
import type { StateChange } from './state-change.ts'

const NOTHING = { type: 'nothing' } as const

/** The way to the server: opens a stream, and another when that one is lost, until it is closed. */
export class Link {
  /** Where the next stream begins. It outlives every attempt, and moves as the consumer gets events. */
  lastEventId: string
  /** Milliseconds to wait at least before a reconnect. */
  reconnectionTime: number
  readonly #options: ResolvedOptions
  #standing = START
  #exchange: Exchange | undefined
  /** Why the attempt before ended. */
  #cause: ConnectError | undefined
  #reader: EventReader | undefined
  /** Resolves when the stream is open or the link closed. */
  #settled: Promise<void>
  #endWait: () => void = () => undefined
  /** Once the link is closed; resolves when the body is cancelled. */
  #closing: Promise<void> | undefined
  /** What the consumer is still to be told. */
  #failure: { readonly error: unknown } | undefined

  constructor(options: ResolvedOptions) {
    this.#options = options
    this.lastEventId = options.lastEventId
    this.reconnectionTime = options.reconnectionTime
    options.signal?.addEventListener('abort', this.#onAbort)
    this.#settled = this.#begin()
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

  /** Ends the request or the stream. Resolves when the body is cancelled. */
  close(failure?: { readonly error: unknown }): Promise<void> {
    if (this.#closing) return this.#closing
    // In place before anything is called that may call this again.
    this.#closing = Promise.resolve().then(() => cancelled)
    this.#step({ type: 'closed' })
    this.#failure = failure
    this.#reader = undefined
    this.#options.signal?.removeEventListener('abort', this.#onAbort)
    this.#endWait()
    const cancelled = this.#exchange?.cancel()
    this.#announce({ cause: failure?.error instanceof ConnectError ? failure.error : undefined })
    return this.#closing
  }

  readonly #onAbort = (): void => {
    void this.close({ error: this.#options.signal?.reason })
  }

  async #begin(): Promise<void> {
    // Nothing happens before connect() has returned, so that its callbacks can use what it returns.
    await undefined
    if (this.#options.signal?.aborted) this.#onAbort()
    await this.#follow({ type: 'attempt' })
  }

  /** Does what the reconnection engine says, until it says nothing more. */
  async #follow(first: ReconnectionAction): Promise<void> {
    let action = first
    while (!this.#closing && action.type !== 'nothing') {
      action = action.type === 'wait' ? await this.#wait(action.delay) : await this.#attempt()
    }
  }

  async #wait(delay: number): Promise<ReconnectionAction> {
    const { clock } = this.#options
    await new Promise<void>((resolve) => {
      const timer = clock.setTimeout(resolve, delay)
      this.#endWait = () => {
        clock.clearTimeout(timer)
        resolve()
      }
    })
    return this.#step({ type: 'due' })
  }

  async #attempt(): Promise<ReconnectionAction> {
    const exchange = new Exchange(this.#options)
    this.#exchange = exchange
    const { lastEventId } = this
    const { attempt } = this.#standing
    this.#announce({ cause: unsendable(lastEventId, attempt) })
    const outcome = await exchange.send({ number: attempt, lastEventId, cause: this.#cause })
    if (this.#closing) return NOTHING
    if (outcome.type === 'failed') return this.#fail(outcome)
    if (outcome.type === 'stop') {
      void this.close()
      return NOTHING
    }
    this.#reader = this.#open(outcome.body)
    const action = this.#step({ type: 'opened', at: this.#options.clock.now() })
    this.#announce()
    return action
  }

  #open(body: ReadableStreamDefaultReader<Uint8Array>): EventReader {
    const { maxEventBytes, onComment } = this.#options
    return new EventReader(body, {
      lastEventId: this.lastEventId,
      maxEventBytes,
      // A chunk may be parsed, or half parsed, when the link is closed.
      onComment: onComment && ((text) => this.#closing || onComment(text)),
    })
  }

  /** The attempt or its stream has failed: on to the next, or to the end. */
  #fail(failure: Failure): ReconnectionAction {
    const { clock, random, retry } = this.#options
    const isRepeatable = this.#isRepeatable()
    this.#reader = undefined
    const action = this.#step({
      type: 'lost',
      at: clock.now(),
      asked: failure.retryAfter ?? this.reconnectionTime,
      random: random(),
      mayRetry: failure.mayRetry && isRepeatable,
    })
    const { attempt } = this.#standing
    if (action.type === 'wait') {
      this.#cause = connectError(failure, attempt, true)
      this.#announce({ delay: action.delay, cause: this.#cause })
      return action
    }
    // The stream of a single request ends like any response.
    const isEnd = failure.code === 'stream-ended' && (retry === false || !isRepeatable)
    void this.close(isEnd ? undefined : { error: connectError(failure, attempt, false) })
    return action
  }

  /** Whether the last request may be sent again: it changes nothing, or the server can tell where it goes on. */
  #isRepeatable(): boolean {
    const method = this.#exchange?.method
    if (method === undefined || isSafe(method)) return true
    const { retry } = this.#options
    // An id that the caller came with says nothing of what this server has taken.
    const isIssued = this.lastEventId !== this.#options.lastEventId
    return (retry !== false && retry.replayUnsafe) || (isIssued && Boolean(lastEventIdHeader(this.lastEventId)))
  }

  #step(input: ReconnectionInput): ReconnectionAction {
    const [standing, action] = reconnect(this.#standing, input, this.#options.retry)
    this.#standing = standing
    return action
  }

  #announce(details: Pick<StateChange, 'delay' | 'cause'> = {}): void {
    const { state, attempt } = this.#standing
    this.#options.onStateChange({ state, attempt, ...details })
  }
}

function unsendable(lastEventId: string, attempt: number): ConnectError | undefined {
  if (lastEventIdHeader(lastEventId) !== undefined) return undefined
  const message = `No header can carry the last event ID ${JSON.stringify(lastEventId)}: the server cannot resume`
  return new ConnectError('unsendable-last-event-id', message, { attempt, willRetry: true })
}
