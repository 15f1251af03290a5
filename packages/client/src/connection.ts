import type { ServerSentEvent } from '@eventwire/parser'
import type { EventReader } from './event-reader.ts'
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
 * import { connect } from '@eventwire/client'
 *
 * await using connection = connect(url, { lastEventId: localStorage.getItem('place') ?? '' })
 * for await (const event of connection) {
 *   render(event)
 *   localStorage.setItem('place', connection.lastEventId)
 * }
 * ```
 */
export interface Connection extends AsyncIterable<ServerSentEvent>, AsyncDisposable {
  /** What it is doing now. */
  readonly state: ConnectionState
  /**
   * Where another connection would resume: the id in force at the last event that the consumer has got. When the
   * consumer asks for more, it moves past blocks that set an id and have no data. `''` if there was none.
   */
  readonly lastEventId: string
  /** Milliseconds to wait at least before a reconnect: what the server last said by `retry:`, or the initial delay. */
  readonly reconnectionTime: number
  /** Ends it, and the iteration with it, without an error. Resolves when the body is cancelled; never rejects. */
  close(): Promise<void>
  /** @throws TypeError the second time: a stream has one consumer. */
  [Symbol.asyncIterator](): AsyncIterableIterator<ServerSentEvent>
}

export class StreamConnection implements Connection {
  readonly #link: Link
  /** The events of the last chunk, and how many of them the consumer has got. */
  #batch: readonly ServerSentEvent[] = []
  #taken = 0
  #isIterated = false

  constructor(options: ResolvedOptions) {
    this.#link = new Link(options)
  }

  get state(): ConnectionState {
    return this.#link.state
  }

  get lastEventId(): string {
    return this.#link.lastEventId
  }

  get reconnectionTime(): number {
    return this.#link.reconnectionTime
  }

  close(): Promise<void> {
    return this.#link.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#link.close()
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<ServerSentEvent> {
    if (this.#isIterated) throw new TypeError('A connection can be iterated only once: it is one stream')
    this.#isIterated = true
    return new PullIterator({ take: () => this.#take(), pull: () => this.#pull(), close: () => this.close() })
  }

  #take(): ServerSentEvent | undefined {
    const event = this.#batch[this.#taken]
    if (event === undefined || this.state === 'closed') return undefined
    this.#taken += 1
    this.#link.lastEventId = event.lastEventId
    return event
  }

  async #pull(): Promise<ServerSentEvent | undefined> {
    for (;;) {
      const event = this.#take()
      if (event) return event
      const reader = this.#link.reader ?? (await this.#link.nextReader())
      if (!reader) return undefined
      await this.#read(reader)
    }
  }

  /** Called when every event before is taken. */
  async #read(reader: EventReader): Promise<void> {
    this.#link.lastEventId = reader.lastEventId
    const result = await reader.read()
    this.#link.reconnectionTime = reader.reconnectionTime ?? this.#link.reconnectionTime
    if (result.type === 'failed') {
      this.#link.lose(result)
      return
    }
    this.#batch = result.events
    this.#taken = 0
  }
}
