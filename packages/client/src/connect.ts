import type { ServerSentEvent } from '@eventwire/parser'
import type { Connection } from './connection.ts'
import type { ConnectOptions } from './options.ts'
import { resolveOptions } from './resolve-options.ts'
import { StreamConnection } from './stream-connection.ts'

/**
 * Connects to an event stream at once, and stays connected: when the stream is lost it comes back to where its consumer
 * was, with `Last-Event-ID`, after the time that the server asks for (HTML §9.2.3).
 *
 * Iterating gives every event, whatever its type (one of type `'error'` is an event like any other). It ends without an
 * error when the server answers 204, after {@link Connection.close}, after the event that `until` picks, and with the only stream of `retry: false` or of a
 * request that must not be repeated; it throws a {@link ConnectError} when there is no use in another attempt. Other
 * statuses than 200 count as that, except 408, 425, 429 and 5xx, which like a lost network are retried without end
 * unless {@link RetryPolicy.maxFailures} says otherwise.
 *
 * @param url Absolute, or relative to the page or the worker where there is one.
 * @throws TypeError or RangeError if `url` or an option is not what it should be, with its name.
 *
 * @example
 * ```ts
 * import { connect } from '@eventwire/client'
 *
 * for await (const { type, data, lastEventId } of connect('https://example.com/prices')) {
 *   console.log(type, data, lastEventId)
 *   if (type === 'close') break // cancels the response's body, too
 * }
 * ```
 */
export function connect<Event extends object = ServerSentEvent>(
  url: string | URL,
  options: ConnectOptions<Event> = {},
): Connection<Event> {
  return new StreamConnection(resolveOptions(url, options))
}
