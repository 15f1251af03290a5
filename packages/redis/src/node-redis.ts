import type { RedisConnection, RedisSubscriber, SubscriberListener } from './connection.ts'

/** What is used of what `createClient()` and `createCluster()` of the package `redis` make. */
export interface NodeRedisClient {
  sendCommand(...args: never[]): Promise<unknown>
  duplicate(...overrides: never[]): unknown
  readonly isOpen: boolean
}

interface Duplicate {
  readonly isOpen: boolean
  connect(): Promise<unknown>
  subscribe(channels: readonly string[], listener: (message: string, channel: string) => void): Promise<unknown>
  unsubscribe(channels: readonly string[]): Promise<unknown>
  destroy(): void
  on(event: string, listener: (...args: never[]) => void): unknown
}

/**
 * A connection by a client of `redis` (node-redis). {@link RedisLogs} does this by itself.
 *
 * @example
 * ```ts
 * const client = await createClient().on('error', console.error).connect()
 * const logs = new RedisLogs({ client: nodeRedisConnection(client) })
 * ```
 */
export function nodeRedisConnection(client: NodeRedisClient): RedisConnection {
  // Of a cluster, what it is sent begins with the key that decides the node.
  const isCluster = 'slots' in client
  const sendCommand = client.sendCommand as (...args: readonly unknown[]) => Promise<unknown>
  return {
    resends: false,
    send(key, args, { signal }) {
      // The client may have been told to give texts as buffers, and is not to do it here.
      const options = { abortSignal: signal, typeMapping: {} }
      const command = isCluster ? [key, false, args, options] : [args, options]
      return sendCommand.apply(client, command)
    },
    subscriber: (listener) => subscriber(client.duplicate() as Duplicate, listener),
  }
}

function subscriber(connection: Duplicate, listener: SubscriberListener): RedisSubscriber {
  let over = false
  const failed = (error: unknown): void => {
    if (!over) listener.failed(error)
  }
  connection.on('ready', () => listener.ready())
  connection.on('error', failed)
  connection.on('end', () => (over = true))
  connection.connect().then(
    // A cluster has no 'ready' of its own.
    () => listener.ready(),
    (error: unknown) => {
      failed(error)
      over = true
    },
  )
  const message = (text: string, channel: string): void => listener.message(channel, text)
  return {
    add: async (channels) => void (await connection.subscribe(channels, message)),
    remove: async (channels) => void (await connection.unsubscribe(channels)),
    get isOver() {
      return over
    },
    close() {
      over = true
      if (connection.isOpen) connection.destroy()
    },
  }
}
