import { randomEpoch } from '@eventwire/server'
import type { EntryRow } from './entry-row.ts'
import type { ResolvedOptions } from './options.ts'
import type { LogRow, Tables } from './tables.ts'
import { trim } from './trim.ts'

/** What is written in one transaction: each log's row is read and written once, however many append to it. */
export class Transaction {
  readonly tables: Tables
  readonly #options: ResolvedOptions
  readonly #rows = new Map<string, LogRow>()
  /** Inserted when it is finished, together for each log. */
  readonly #appended = new Map<LogRow, EntryRow[]>()
  readonly #changed = new Set<LogRow>()
  readonly #keyed = new Set<LogRow>()
  readonly #deleted = new Set<string>()

  readonly #time: number

  constructor(tables: Tables, options: ResolvedOptions) {
    this.tables = tables
    this.#options = options
    this.#time = options.clock.now()
  }

  /** The names of logs that readers are to look at. */
  get touched(): ReadonlySet<string> {
    return new Set([...Array.from(this.#changed, ({ name }) => name), ...this.#deleted])
  }

  row(name: string): LogRow | undefined {
    const row = this.#rows.get(name) ?? this.tables.log(name)
    if (row) this.#rows.set(name, row)
    return row
  }

  create(name: string): LogRow {
    this.tables.createLog(name, randomEpoch())
    const row = this.row(name)
    if (!row) throw new Error(`The log ${JSON.stringify(name)} was made and is not there`)
    return row
  }

  append(row: LogRow, entry: EntryRow): void {
    row.head += 1
    row.headBytes += entry.size
    this.#changed.add(row)
    const entries = this.#appended.get(row)
    if (entries) entries.push(entry)
    else this.#appended.set(row, [entry])
  }

  remember(row: LogRow, key: string, first: number, count: number): void {
    this.tables.insertKey(row.id, key, first, count)
    this.#keyed.add(row)
  }

  end(row: LogRow): void {
    row.ended = true
    this.tables.endLog(row)
    this.#changed.add(row)
  }

  delete(row: LogRow): void {
    this.tables.deleteLog(row)
    this.#rows.delete(row.name)
    this.#changed.delete(row)
    this.#appended.delete(row)
    this.#keyed.delete(row)
    this.#deleted.add(row.name)
  }

  /** Trims and writes down what has changed. */
  finish(): void {
    for (const [row, entries] of this.#appended) this.#insert(row, entries)
    for (const row of this.#changed) this.tables.updateLog(row)
    for (const row of this.#keyed) this.tables.trimKeys(row.id, this.#options.maxKeys)
  }

  #insert(row: LogRow, entries: readonly EntryRow[]): void {
    const last = row.head - entries.length
    const bytes = entries.reduce((sum, { size }) => sum - size, row.headBytes)
    // Before, so that the pages of what goes take what comes, and are written once.
    trim(row, last - 1, this.tables, this.#options)
    this.tables.entries.insert(row.id, last, bytes, this.#time, entries)
    // Of what has come some may have to go as well, if all before it has.
    if (row.floor >= last - 1) trim(row, row.head - 1, this.tables, this.#options)
  }
}
