import { LogError, type LogStore } from '@eventwire/server'
import type { NatsConnection } from '@nats-io/nats-core'
import { Consumers } from './consumers.ts'
import { Feeds } from './feeds.ts'
import { JetStream } from './jetstream.ts'
import { LogAccess, type Shared } from './log-access.ts'
import { logNames } from './log-names.ts'
import { NatsLog } from './nats-log.ts'
import { resolveOptions, type NatsLogsOptions } from './options.ts'
import { Requests } from './requests.ts'
import { isStandalone } from './standalone.ts'
import { Tags } from './tags.ts'
import { watchConnection } from './watch-connection.ts'

/** The first version that has all that logs need: `allow_direct`. */
const LEAST = [2, 9] as const

/**
 * A `LogStore` in NATS JetStream: every node that opens a log by its name sees the same entries in the same order, and
 * resumes the clients of every other node. Each log is a stream.
 *
 * @throws TypeError, RangeError for options that cannot be.
 * @example
 * ```ts
 * const connection = await connect({ servers: '127.0.0.1:4222', maxReconnectAttempts: -1 })
 * await using logs = new NatsLogs({ connection, maxEntries: 100_000 })
 * await logs.check()
 * const hub = new Hub({ log: logs.open('news') })
 * ```
 */
export class NatsLogs implements LogStore, AsyncDisposable {
  readonly #connection: NatsConnection
  readonly #requests: Requests
  readonly #shared: Shared
  readonly #unwatch: () => void

  constructor(options: NatsLogsOptions) {
    const { connection } = options
    if (typeof connection?.publish !== 'function' || typeof connection.status !== 'function') {
      throw new TypeError('connection must be one of NATS, as connect() of @nats-io/transport-node gives')
    }
    const resolved = resolveOptions(options)
    const feeds = new Feeds(connection, resolved)
    const requests = new Requests(connection, resolved)
    this.#connection = connection
    this.#requests = requests
    const jetstream = new JetStream(requests, resolved.domain)
    this.#shared = {
      jetstream,
      consumers: new Consumers(jetstream, () => isStandalone(connection, resolved)),
      feeds,
      options: resolved,
      tags: new Tags(),
      // While the connection is made again, nothing is known of the server.
      maxPayload: () => connection.info?.max_payload ?? Infinity,
    }
    this.#unwatch = watchConnection(connection, {
      down() {
        requests.down()
        feeds.wakeAll()
      },
      up() {
        requests.up()
        feeds.wakeAll()
      },
      refused: (error) => requests.refused(error),
    })
  }

  /**
   * The log with this name, made in NATS at its first use. Each call gives an object of its own for the same log.
   *
   * @throws TypeError for a name that is no well-formed text; RangeError for one that is too long for a stream.
   */
  open(name: string): NatsLog {
    const { storage, maxEntryBytes } = this.#shared.options
    return new NatsLog(this.#access(name), { durable: storage === 'file', maxEntryBytes })
  }

  /** Deletes the log with this name. Who follows it is at its end; who comes back to it has a gap. */
  async delete(name: string): Promise<void> {
    await this.#access(name).delete()
  }

  /**
   * Finds out whether NATS is connected, new enough, has JetStream and lets the user do all that a log needs, on a log that
   * is deleted again. Ask when the program starts, so that it does not find out later.
   *
   * @throws LogError as a rejection.
   */
  async check(): Promise<void> {
    const { version = '' } = this.#connection.info ?? {}
    const [major = 0, minor = 0] = version.split('.').map(Number)
    if (version !== '' && (major < LEAST[0] || (major === LEAST[0] && minor < LEAST[1]))) {
      throw new LogError('too-old', `Logs take NATS ${LEAST.join('.')} or later, and this is ${version}`)
    }
    const name = `check-${crypto.randomUUID()}`
    const log = this.open(name)
    try {
      await log.append([{ channel: 'check', data: '' }], { idempotencyKey: '' })
      await log.bounds()
      await log.end()
    } catch (error) {
      // The first failure is the one to tell, and what it left is one small stream.
      await this.delete(name).catch(() => undefined)
      throw error
    }
    await this.delete(name)
  }

  /** Lets go of the subscriptions; whoever still follows a log gets a TypeError. The connection stays open. */
  async close(): Promise<void> {
    this.#unwatch()
    this.#requests.close()
    this.#shared.feeds.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #access(name: string): LogAccess {
    return new LogAccess(this.#shared, logNames(this.#shared.options.prefix, name))
  }
}
