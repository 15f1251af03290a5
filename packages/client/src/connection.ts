import type { ServerSentEvent } from '@eventwire/parser'
import type { ConnectionState } from './reconnection.ts'

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
  /** @throws TypeError the second time, and after `batches()`: a stream has one consumer. */
  [Symbol.asyncIterator](): AsyncIterableIterator<Event>
  /**
   * The same stream for busy ones: with each step the events that came together, in order and at least one. A promise
   * for every event is most of what a fast stream costs in iteration; here there is one for each chunk of the body.
   *
   * A batch counts as one: with `ack: 'delivery'` the place moves past all of it when the consumer gets it, with
   * `'processed'` when the consumer asks for the next; `acknowledge(event)` moves it within the batch.
   *
   * @throws TypeError the second time, and when it is iterated already: a stream has one consumer.
   *
   * @example
   * ```ts
   * for await (const events of connect(url).batches()) {
   *   for (const event of events) index(event)
   *   await commit()
   * }
   * ```
   */
  batches(): AsyncIterableIterator<readonly Event[]>
}
