/**
 * One event as its reader sees it, with the names that a `MessageEvent` has in HTML §9.2.6.
 *
 * @example
 * ```ts
 * import { EventStreamParser, type ServerSentEvent } from '@eventwire/parser'
 *
 * const events: ServerSentEvent[] = new EventStreamParser().push('event: tick\nid: 7\ndata: hello\n\n')
 * console.log(events) // [{ type: 'tick', data: 'hello', lastEventId: '7' }]
 * ```
 */
export interface ServerSentEvent {
  /** The value of the block's last `event` line; `'message'` if there was none or it was empty. */
  readonly type: string
  /** The values of the block's `data` lines, joined by one line feed each. May be empty. */
  readonly data: string
  /** The last event ID in force at this event, its own or an earlier one's; `''` if there was none. */
  readonly lastEventId: string
}
