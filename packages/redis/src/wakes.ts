import type { RedisConnection, RedisSubscriber } from './connection.ts'

export interface WakesParts {
  readonly connection: RedisConnection
  /** There may be more in the log of this channel. */
  wake(channel: string): void
  /** A message came. */
  take(channel: string, message: string): void
  /** Told once per outage. */
  onError(error: unknown): void
}

/** Channels of one SUBSCRIBE. */
const BATCH = 1_000

/** The one pub/sub connection of a node, made when the first channel is wanted. */
export class Wakes {
  readonly #parts: WakesParts
  readonly #wanted = new Set<string>()
  /** Wanted, and not asked of Redis, or refused. */
  readonly #fresh = new Set<string>()
  #isScheduled = false
  #subscriber: RedisSubscriber | undefined
  #isReady = false
  #isClosed = false
  #hasFailed = false

  constructor(parts: WakesParts) {
    this.#parts = parts
  }

  /** Wakes a channel from now on, at first when Redis has confirmed it: what came before was not told. */
  add(channel: string): void {
    this.#wanted.add(channel)
    this.#fresh.add(channel)
    if (!this.#isScheduled) queueMicrotask(() => this.#flush())
    this.#isScheduled = true
    this.#connect()
  }

  remove(channels: readonly string[]): void {
    for (const channel of channels) {
      this.#wanted.delete(channel)
      this.#fresh.delete(channel)
    }
    if (channels.length > 0 && this.#isReady) this.#subscriber?.remove(channels).catch((error) => this.#failed(error))
  }

  /** Asks again for what was refused, of another connection if this one will not come back by itself. */
  revive(): void {
    try {
      this.#connect()
    } catch (error) {
      this.#failed(error)
    }
    this.#flush()
  }

  close(): void {
    this.#isClosed = true
    this.#wanted.clear()
    this.#subscriber?.close()
  }

  #connect(): void {
    if (this.#isClosed || this.#wanted.size === 0 || this.#subscriber?.isOver === false) return
    this.#subscriber?.close()
    this.#isReady = false
    this.#subscriber = this.#parts.connection.subscriber({
      message: (channel, text) => this.#parts.take(channel, text),
      ready: () => this.#begin(),
      failed: (error) => this.#failed(error),
    })
  }

  #begin(): void {
    this.#isReady = true
    this.#fresh.clear()
    this.#subscribe([...this.#wanted])
  }

  #flush(): void {
    this.#isScheduled = false
    // Otherwise all are asked for once it is ready.
    if (!this.#isReady) return
    const channels = [...this.#fresh]
    this.#fresh.clear()
    this.#subscribe(channels)
  }

  #subscribe(channels: readonly string[]): void {
    for (let from = 0; from < channels.length; from += BATCH)
      void this.#subscribeSome(channels.slice(from, from + BATCH))
  }

  async #subscribeSome(channels: readonly string[]): Promise<void> {
    try {
      await this.#subscriber?.add(channels)
    } catch (error) {
      for (const channel of channels) if (this.#wanted.has(channel)) this.#fresh.add(channel)
      return this.#failed(error)
    }
    this.#hasFailed = false
    for (const channel of channels) this.#parts.wake(channel)
  }

  #failed(error: unknown): void {
    if (this.#isClosed || this.#hasFailed) return
    this.#hasFailed = true
    this.#parts.onError(error)
    // They find out whether Redis is there at all.
    for (const channel of this.#wanted) this.#parts.wake(channel)
  }
}
