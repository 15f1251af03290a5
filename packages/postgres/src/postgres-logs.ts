import type { LogStore } from '@eventwire/server'
import { Database } from './database.ts'
import { connectionOf } from './detect.ts'
import { resolveOptions, type PostgresLogsOptions } from './options.ts'
import { PostgresLog } from './postgres-log.ts'

/** Bytes of a name: it is in an index, and in notifications, of which Postgres takes 8,000. */
const MAX_NAME = 1_000

/**
 * A {@link LogStore} in Postgres: as many logs as you like, which every node shares, and to which your own transactions can
 * append. What is appended in one turn of the event loop, to whichever logs, is one transaction.
 *
 * A node keeps one connection that listens, made when the first log is followed. `close` the logs before the client.
 *
 * @throws TypeError, RangeError for options that cannot be.
 * @example
 * ```ts
 * const client = new Pool({ connectionString: 'postgres://127.0.0.1/app' })
 * await using logs = new PostgresLogs({ client, maxEntries: 100_000 })
 * await logs.migrate()
 * const hub = new Hub({ log: logs.open('news') })
 * ```
 */
export class PostgresLogs implements LogStore, AsyncDisposable {
  readonly #database: Database

  constructor(options: PostgresLogsOptions) {
    this.#database = new Database(connectionOf(options.client), resolveOptions(options))
  }

  /**
   * The log with this name, made in Postgres at its first use. Each call gives an object of its own for the same log.
   *
   * @throws RangeError for a name of more than 1,000 bytes.
   */
  open(name: string): PostgresLog {
    const bytes = new TextEncoder().encode(name).length
    if (bytes > MAX_NAME) throw new RangeError(`A log's name may take ${MAX_NAME} bytes, and this takes ${bytes}`)
    return new PostgresLog(name, this.#database)
  }

  /** Deletes a log with all that is in it; whoever follows it gets the end. Deleting one that there is not does nothing. */
  async delete(name: string): Promise<void> {
    await this.#database.delete(name)
  }

  /**
   * Makes the tables and functions of the logs, or brings them up to date, in one transaction; where they are, it changes
   * nothing. Several nodes may do so at once. It needs the right to make a schema, unless it is there and belongs to the
   * user. To do it by hand, run `schema.sql` of this package, or {@link schemaSql}.
   *
   * @throws LogError as a rejection: `too-old` for Postgres before 13, `too-new` if a later version of this package was
   *   here, `refused`, `unreachable`, …
   */
  async migrate(): Promise<void> {
    await this.#database.migrate()
  }

  /**
   * Finds out whether Postgres can be reached, is new enough, has the tables and lets the user do all that a log needs, on
   * a log that is deleted again. Ask when the program starts, so that it does not find out later.
   *
   * @throws LogError as a rejection: `unsuitable` if the tables are not there, `too-old`, `too-new`, `refused`, …
   */
  async check(): Promise<void> {
    await this.#database.check()
    const name = `check-${crypto.randomUUID()}`
    const log = this.open(name)
    try {
      await log.append([{ channel: 'check', data: '' }], { idempotencyKey: '' })
      await log.bounds()
      await log.end()
    } catch (error) {
      // The first failure is the one to tell, and what it left is one small log.
      await this.delete(name).catch(() => undefined)
      throw error
    }
    await this.delete(name)
  }

  /** Lets go of the connection that listens, and ends what follows the logs. The client stays open. */
  async close(): Promise<void> {
    this.#database.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}
