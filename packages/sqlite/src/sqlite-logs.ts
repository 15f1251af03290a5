import { randomEpoch, type LogStore } from '@eventwire/server'
import type { SqliteDatabase } from './database.ts'
import { resolveOptions, type SqliteLogsOptions } from './options.ts'
import { SqliteFile } from './sqlite-file.ts'
import { SqliteLog } from './sqlite-log.ts'

/**
 * A {@link LogStore} in an SQLite file: as many logs as you like, which outlive the process and the machine's power, and
 * which several processes of one machine may share. What is appended in one turn of the event loop is one transaction and
 * one sync to the disk.
 *
 * The connection is for the logs alone: transactions of your own on it would meet theirs. Close it after the logs were
 * disposed of. What is in the file besides, in tables that are not named `eventwire_…`, is left alone.
 *
 * @throws LogError `unsuitable` for what is no SQLite database or takes no write-ahead log, `too-new` for a file that a
 *   later version has made, `read-only`, `busy`, `unreachable`; RangeError for an option that cannot be.
 * @example
 * ```ts
 * import { DatabaseSync } from 'node:sqlite'
 *
 * const logs = new SqliteLogs(new DatabaseSync('events.db'), { maxAge: 7 * 86_400_000 })
 * const hub = new Hub({ log: logs.open('news') })
 * const runs = new Hubs({ logs, keepFor: 600_000 })
 * ```
 */
export class SqliteLogs implements LogStore, AsyncDisposable {
  readonly #file: SqliteFile

  constructor(database: SqliteDatabase, options: SqliteLogsOptions = {}) {
    this.#file = new SqliteFile(database, resolveOptions(options))
  }

  /** A handle of the log with this name. The log is made when the first thing is asked of it, if there is none. */
  open(name: string): SqliteLog {
    return new SqliteLog(name, this.#file)
  }

  /** Deletes a log with all that is in it; whoever follows it gets the end. Deleting one that there is not does nothing. */
  async delete(name: string): Promise<void> {
    await this.#file.write(0, (transaction) => {
      const row = transaction.row(name)
      if (row) transaction.delete(row)
    })
  }

  /**
   * Gives every log a new epoch. Call it, before anything is appended, after an older copy of the file was restored: the
   * places of clients that had seen more are then a gap, and not taken for places of what is appended next.
   */
  async renewEpochs(): Promise<void> {
    await this.#file.write(0, ({ tables }) => tables.renewEpochs(randomEpoch))
    this.#file.watch.stop()
  }

  /** Writes what waits to be written, ends what follows the logs, and leaves them and the connection as they are. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close()
  }
}
