import type { SqliteDatabase } from './database.ts'
import { judged } from './engine-error.ts'
import type { ResolvedOptions } from './options.ts'
import { patiently } from './patience.ts'
import { prepareSchema } from './schema.ts'
import { Tables } from './tables.ts'
import type { Transaction } from './transaction.ts'
import { Watch } from './watch.ts'
import { Writer } from './writer.ts'

/** One connection to a file with logs: what its logs share. */
export class SqliteFile {
  readonly options: ResolvedOptions
  readonly watch: Watch
  readonly #tables: Tables
  readonly #writer: Writer
  #closed = false

  constructor(database: SqliteDatabase, options: ResolvedOptions) {
    judged(() => prepareSchema(database, options.busyTimeout))
    this.options = options
    this.#tables = new Tables(database)
    this.watch = new Watch(this.#tables, options)
    this.#writer = new Writer(this.#tables, options, (names) => this.watch.wake(names))
  }

  get closed(): boolean {
    return this.#closed
  }

  /** Reads at one instant: what other processes commit meanwhile is not seen. */
  async read<T>(act: (tables: Tables) => T): Promise<T> {
    this.#assertOpen()
    return patiently(() => this.#snapshot(act), this.options)
  }

  /** Writes in the next transaction; resolves once it is on the disk. */
  write<T>(bytes: number, act: (transaction: Transaction) => T): Promise<T> {
    this.#assertOpen()
    return this.#writer.write(bytes, act)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#writer.settled()
    this.watch.stop()
    this.#tables.close()
  }

  #snapshot<T>(act: (tables: Tables) => T): T {
    this.#tables.begin('DEFERRED')
    let result: T
    try {
      result = act(this.#tables)
    } catch (error) {
      this.#tables.rollback()
      throw error
    }
    this.#tables.commit()
    return result
  }

  #assertOpen(): void {
    if (this.#closed) throw new TypeError('These SqliteLogs were disposed of: make others on the file')
  }
}
