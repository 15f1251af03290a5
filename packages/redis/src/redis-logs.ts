import type { LogStore } from '@eventwire/server'
import { connectionOf } from './detect.ts'
import { Engine } from './engine.ts'
import { Feeds } from './feeds.ts'
import { LogAccess, makeScripts, type Shared } from './log-access.ts'
import { logKeys } from './log-keys.ts'
import { Nonces } from './nonces.ts'
import { resolveOptions, type RedisLogsOptions } from './options.ts'
import { RedisLog } from './redis-log.ts'
import { Wakes } from './wakes.ts'

/**
 * A {@link LogStore} in Redis: every node that opens a log by its name sees the same entries in the same order, and
 * resumes the clients of every other node.
 *
 * A node has one connection for pub/sub, made when the first log is followed. `close` it before the client.
 *
 * @throws TypeError, RangeError for options that cannot be.
 * @example
 * ```ts
 * const client = new Redis('redis://127.0.0.1:6379')
 * await using logs = new RedisLogs({ client, maxEntries: 100_000 })
 * await logs.check()
 * const hub = new Hub({ log: logs.open('news') })
 * ```
 */
export class RedisLogs implements LogStore, AsyncDisposable {
  readonly #shared: Shared
  readonly #wakes: Wakes

  constructor(options: RedisLogsOptions) {
    const connection = connectionOf(options.client)
    const resolved = resolveOptions(options)
    const { onError } = resolved
    const wakes: Wakes = new Wakes({
      connection,
      onError,
      wake: (channel) => feeds.wake(channel),
      take: (channel, message) => feeds.take(channel, message),
    })
    const feeds: Feeds = new Feeds({ options: resolved, wakes })
    const engine = new Engine(connection, resolved)
    this.#wakes = wakes
    const parts = { scripts: makeScripts(), nonces: new Nonces() }
    this.#shared = { engine, feeds, options: resolved, resends: connection.resends, ...parts }
  }

  /**
   * The log with this name, made in Redis at its first use. Each call gives an object of its own for the same log.
   *
   * @throws TypeError for a name that is no well-formed text.
   */
  open(name: string): RedisLog {
    return new RedisLog(this.#access(name), this.#shared.options.maxEntryBytes)
  }

  /** Deletes the log with this name. Who follows it is at its end; who comes back to it has a gap. */
  async delete(name: string): Promise<void> {
    await this.#access(name).delete()
  }

  /**
   * Finds out whether Redis can be reached, is new enough and lets the user do all that a log needs, on a log that is
   * deleted again. Ask when the program starts, so that it does not find out later.
   *
   * @throws LogError as a rejection.
   */
  async check(): Promise<void> {
    const name = `check-${crypto.randomUUID()}`
    const log = this.open(name)
    try {
      await log.append([{ channel: 'check', data: '' }], { idempotencyKey: '' })
      await log.bounds()
      await this.#access(name).check()
      await log.end()
    } catch (error) {
      // The first failure is the one to tell, and what it left is one small key.
      await this.delete(name).catch(() => undefined)
      throw error
    }
    await this.delete(name)
  }

  /** Lets go of the connection for pub/sub; whoever still follows a log gets a TypeError. The client stays open. */
  async close(): Promise<void> {
    this.#shared.engine.close()
    this.#shared.feeds.close()
    this.#wakes.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #access(name: string): LogAccess {
    return new LogAccess(this.#shared, name, logKeys(this.#shared.options.prefix, name))
  }
}
