import type { RedisConnection } from '../src/index.ts'

/** The same connection, with some of it done in another way. */
export function altered(connection: RedisConnection, changes: Partial<RedisConnection>): RedisConnection {
  return {
    resends: connection.resends,
    send: (key, args, options) => connection.send(key, args, options),
    subscriber: (listener) => connection.subscriber(listener),
    ...changes,
  }
}

/** The same connection, which loses messages while `loses()`. */
export function losing(connection: RedisConnection, loses: () => boolean): RedisConnection {
  return altered(connection, {
    subscriber: (listener) =>
      connection.subscriber({
        message: (channel, text) => loses() || listener.message(channel, text),
        ready: () => listener.ready(),
        failed: (error) => listener.failed(error),
      }),
  })
}
