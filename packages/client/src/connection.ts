import type { ServerSentEvent } from '@eventwire/parser'
import type { Batch, EventReader } from './event-reader.ts'
import type { Failure } from './failure.ts'
import { Link } from './link.ts'
import { PullIterator } from './pull-iterator.ts'
import type { ConnectionState } from './reconnection.ts'
import type { ResolvedOptions } from './resolve-options.ts'

/**
 * The client's end of an event stream, over as many requests as it takes. It can be iterated once; `break`, an error in
 * the loop, `close()`, the signal and `await using` all end it, and the body of the response is cancelled before any of
 * them is done. Nothing comes after that.
 *
 * It reads as its consumer asks for events: a slow consumer slows the server down, and the loss of the connection is
 * noticed when all that came before is consumed.
 *
 * @example
 * ```ts
 * import { connect, storageCursor } from '@eventwire/client'
 *
 * await using connection = connect(url, { cursor: storageCursor('place') })
 * for await (const event of connection) render(event)
 * ```
 */
export interface Connection<Event extends object = ServerSentEvent> extends AsyncIterable<Event>, AsyncDisposable {
  /** What it is doing now. */
  readonly state: ConnectionState
  /**
   * Where another connection would resume: the id in force at the last event that is acknowledged, as
   * {@link ConnectOptions.ack} says; without a cursor, at the last event that the consumer has got. When the consumer
   * asks for more, it moves past blocks that set an id and have no data. `''` if there was none.
   */
  readonly lastEventId: string
  /** Milliseconds to wait at least before a reconnect: what the server last said by `retry:`, or the initial delay. */
  readonly reconnectionTime: number
  /**
   * Says that `event`, and every event before it, is dealt with: for `ack: 'manual'`, and before a `break` for
   * `'processed'`. Has no effect with `'delivery'`, on events before the last that was acknowledged, and on events of
   * other connections. Works after the end, too: a `close()` then waits for the cursor to be saved.
   */
  acknowledge(event: Event): void
  /**
   * Drops the stream, or the wait, for another attempt at once: after the network has changed, or with another request.
   * Sends a POST again, too, and waits for nothing, not even for what the server asked. Events that have come are still
   * delivered. Has no effect on a closed connection.
   */
  reconnect(): void
  /** Ends it, and the iteration with it, without an error. Resolves when the body is cancelled and the cursor saved; never rejects. */
  close(): Promise<void>
  /** @throws TypeError the second time: a stream has one consumer. */
  [Symbol.asyncIterator](): AsyncIterableIterator<Event>
}

export class StreamConnection<Event extends object> implements Connection<Event> {
  readonly #options: ResolvedOptions<Event>
  readonly #link: Link
  /** The events of the last chunk, and how many of them are taken. */
  #batch: readonly ServerSentEvent[] = []
  #taken = 0
  /** How many events are dealt out, of all chunks, and how many of them acknowledged. */
  #count = 0
  #acknowledged = 0
  /** The id in force at the last that was acknowledged, once there is one. */
  #cursor: string | undefined
  /** Which event is which: their numbers, from 1, and their ids. */
  readonly #places = new WeakMap<object, { readonly number: number; readonly id: string }>()
  /** Whether the event taken last is the one that `until` waits for. */
  #isLast = false
  #isIterated = false

  constructor(options: ResolvedOptions<Event>) {
    this.#options = options
    this.#link = new Link(options)
  }

  get state(): ConnectionState {
    return this.#link.state
  }

  get lastEventId(): string {
    return this.#cursor ?? this.#link.origin
  }

  get reconnectionTime(): number {
    return this.#link.reconnectionTime
  }

  acknowledge(event: Event): void {
    const { number, id } = this.#places.get(event) ?? { number: 0, id: '' }
    // When it is the last, blocks without data that came after it are passed as well.
    if (number > this.#acknowledged) this.#acknowledge(number, number === this.#count ? this.#link.lastEventId : id)
  }

  reconnect(): void {
    this.#link.reconnect()
  }

  async close(): Promise<void> {
    await this.#link.close()
    // What is acknowledged after the end.
    await this.#link.flush()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<Event> {
    if (this.#isIterated) throw new TypeError('A connection can be iterated only once: it is one stream')
    this.#isIterated = true
    return new PullIterator({
      take: () => this.#takeAsIs(),
      pull: (settled) => this.#pull(settled),
      close: () => this.close(),
    })
  }

  #take(): ServerSentEvent | undefined {
    // Who asks for more is done with what came before, unless it says so by hand.
    if (this.#options.ack === 'processed') this.#acknowledge(this.#count, this.#link.lastEventId)
    if (this.#isLast) void this.#link.close()
    const event = this.#batch[this.#taken]
    if (event === undefined || this.#link.state === 'closed' || !this.#inspect(event)) return undefined
    this.#taken += 1
    return event
  }

  #takeAsIs(): Event | undefined {
    const event = this.#options.events ? undefined : this.#take()
    return event && this.#pass(event, asIs(event))
  }

  /** One function, since each that is awaited costs a turn of the microtasks, and a busy stream has many. */
  async #pull(settled: () => void): Promise<IteratorResult<Event, undefined>> {
    try {
      for (;;) {
        const event = this.#take()
        const item = event && (this.#options.events ? await this.#decode(event) : asIs<Event>(event))
        // The end may come while it is decoded.
        if (event && this.state !== 'closed') {
          const value = this.#pass(event, item)
          if (value) return { done: false, value }
          continue
        }
        const reader = this.#link.reader ?? (await this.#link.nextReader())
        if (!reader) break
        this.#passOver(reader)
        this.#receive(reader, await reader.read())
      }
      await this.#link.flush()
      return { done: true, value: undefined }
    } finally {
      settled()
    }
  }

  /** Called when every event before is taken: blocks without data are passed, too. */
  #passOver({ lastEventId }: EventReader): void {
    const isAcknowledged = this.#acknowledged === this.#count
    this.#link.lastEventId = lastEventId
    if (isAcknowledged) this.#acknowledge(this.#count, lastEventId)
  }

  #receive({ reconnectionTime }: EventReader, result: Batch | Failure): void {
    if (reconnectionTime !== undefined) this.#link.reconnectionTime = reconnectionTime
    if (result.type === 'failed') {
      this.#link.lose(result)
      return
    }
    this.#batch = result.events
    this.#taken = 0
  }

  /** Whether the event may be given out; otherwise the connection is closed, for that reason. */
  #inspect(event: ServerSentEvent): boolean {
    const { failOn, until } = this.#options
    if (!failOn && !until) return true
    try {
      const error = failOn?.(event)
      if (error) throw error
      this.#isLast = until?.(event) ?? false
      return true
    } catch (error) {
      void this.#link.close({ error })
      return false
    }
  }

  /** `undefined` if the event is to be left out, or is the reason why the connection is closed. */
  async #decode(event: ServerSentEvent): Promise<Event | undefined> {
    try {
      return await this.#options.events?.(event, this.#isLast)
    } catch (error) {
      void this.#link.close({ error })
      return undefined
    }
  }

  /** @param item What the consumer gets of the event, if anything. */
  #pass({ lastEventId }: ServerSentEvent, item: Event | undefined): Event | undefined {
    this.#count += 1
    this.#link.lastEventId = lastEventId
    if (this.#options.ack === 'delivery') this.#acknowledge(this.#count, lastEventId)
    else if (item) this.#places.set(item, { number: this.#count, id: lastEventId })
    return item
  }

  #acknowledge(number: number, id: string): void {
    this.#acknowledged = number
    if (id === this.lastEventId) return
    this.#cursor = id
    this.#link.save(id)
  }
}

/** Without a decoder the consumer gets events as they are, and their type is the default. */
function asIs<Event>(event: ServerSentEvent): Event {
  return event as unknown as Event
}
