import type { RedisConnection, RedisSubscriber, SubscriberListener } from './connection.ts'

/** What is used of `Redis` and `Cluster` of the package `ioredis`. */
export interface IoredisClient {
  readonly isCluster: boolean
  call(command: string, args: string[]): Promise<unknown>
  duplicate(...overrides: never[]): unknown
}

interface Duplicate {
  readonly status: string
  subscribe(...channels: string[]): Promise<unknown>
  unsubscribe(...channels: string[]): Promise<unknown>
  connect(): Promise<unknown>
  disconnect(): void
  on(event: string, listener: (...args: never[]) => void): unknown
}

/**
 * A connection by a client of `ioredis`. {@link RedisLogs} does this by itself.
 *
 * @example
 * ```ts
 * const logs = new RedisLogs({ client: ioredisConnection(new Redis()) })
 * ```
 */
export function ioredisConnection(client: IoredisClient): RedisConnection {
  return {
    // `autoResendUnfulfilledCommands` is on unless it was turned off, and a client may be given its options late.
    resends: true,
    send: (_key, [command = '', ...args]) => client.call(command, args),
    subscriber: (listener) => subscriber(client, listener),
  }
}

function subscriber(client: IoredisClient, listener: SubscriberListener): RedisSubscriber {
  const connection = duplicate(client)
  connection.on('message', (channel: string, text: string) => listener.message(channel, text))
  connection.on('ready', () => listener.ready())
  connection.on('error', (error: unknown) => listener.failed(error))
  // A connection that Redis closes is no error for ioredis.
  connection.on('close', () => listener.failed(new Error('Connection is closed')))
  // That of a cluster is lazy if the client was. What goes wrong is told by 'error'.
  if (connection.status === 'wait') connection.connect().catch(() => undefined)
  return {
    add: async (channels) => void (await connection.subscribe(...channels)),
    remove: async (channels) => void (await connection.unsubscribe(...channels)),
    get isOver() {
      return connection.status === 'end'
    },
    close: () => connection.disconnect(),
  }
}

function duplicate(client: IoredisClient): Duplicate {
  if (client.isCluster) return client.duplicate() as Duplicate
  // Subscribed again by us, since ioredis does not say when it has done so, and what came before that is lost.
  const own = { autoResubscribe: false, lazyConnect: false, maxRetriesPerRequest: null }
  return (client.duplicate as (overrides: object) => unknown).call(client, own) as Duplicate
}
