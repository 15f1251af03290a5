/**
 * What the logs need of a Redis client. `ioredis` and `redis` are recognised by themselves; for another client, write
 * this.
 */
export interface RedisConnection {
  /**
   * Sends one command and resolves with its reply: texts, numbers, and arrays of them. Rejects with what Redis answers,
   * whose `message` begins with the code of the error, and with any other error if the connection fails.
   *
   * @param key what the command is about: in a cluster it decides the node
   * @param options `signal` aborts once nobody waits for the reply any more; a command not sent yet need not be sent then
   */
  send(key: string, args: readonly string[], options: { readonly signal: AbortSignal }): Promise<unknown>
  /** A second connection to the same Redis, for pub/sub alone. It connects, and connects again, by itself. */
  subscriber(listener: SubscriberListener): RedisSubscriber
  /** True if the client sends what got no reply again on its next connection: appends are then guarded against it. */
  readonly resends: boolean
}

/** Told of what happens on a {@link RedisSubscriber}. */
export interface SubscriberListener {
  /** A message came. */
  message(channel: string, text: string): void
  /** It is connected, or connected again; whatever was subscribed before may have to be subscribed again. */
  ready(): void
  /** The connection failed. */
  failed(error: unknown): void
}

/** A connection for pub/sub. */
export interface RedisSubscriber {
  /** Resolves once Redis has confirmed that all of these channels are subscribed. */
  add(channels: readonly string[]): Promise<void>
  remove(channels: readonly string[]): Promise<void>
  /** True once it has given up: no message will come any more. */
  readonly isOver: boolean
  /** Disconnects at once. */
  close(): void
}
