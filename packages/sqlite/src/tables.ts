import { epochMark, type Entry } from '@eventwire/server'
import type { SqliteDatabase, SqliteStatement, SqliteValue } from './database.ts'
import type { EntryRow } from './entry-row.ts'
import { rollBack } from './roll-back.ts'
import { restored, stored } from './text.ts'

/** A log's row. */
export interface LogRow {
  readonly id: number
  readonly name: string
  readonly epoch: string
  floor: number
  head: number
  bytes: number
  ended: boolean
}

/** What trimming looks at. */
export interface EntrySize {
  readonly seq: number
  readonly size: number
  readonly time: number
}

/** What rises as others write: the number of the newest entry of the file and of the newest end, and what was deleted. */
export interface Counters {
  readonly entry: number
  readonly ended: number
  readonly deletions: number
}

type Columns = Readonly<Record<string, unknown>>

/** Entries of one statement, where there are so many: it costs a third less than one for each. */
const TOGETHER = 8
const PLACES = '(?, ?, ?, ?, ?, ?, ?, ?)'
const INSERT = `INSERT INTO eventwire_entries (log, seq, size, time, channel, type, meta, data) VALUES ${PLACES}`
const INSERT_TOGETHER = INSERT + `, ${PLACES}`.repeat(TOGETHER - 1)

/** The statements, prepared once. Numbers may come as bigint, if the user's connection is set so. */
export class Tables {
  readonly #database: SqliteDatabase
  readonly #prepared = new Map<string, SqliteStatement>()

  constructor(database: SqliteDatabase) {
    this.#database = database
  }

  begin(kind: 'DEFERRED' | 'IMMEDIATE'): void {
    this.#sql(`BEGIN ${kind}`).run()
  }

  commit(): void {
    this.#sql('COMMIT').run()
  }

  rollback(): void {
    rollBack(() => this.#sql('ROLLBACK').run())
  }

  log(name: string): LogRow | undefined {
    const row = this.#sql('SELECT * FROM eventwire_logs WHERE name = ?').get(stored(name)) as Columns | null | undefined
    if (!row) return undefined
    const { id, epoch, floor, head, bytes, ended } = row
    const numbers = { id: Number(id), floor: Number(floor), head: Number(head), bytes: Number(bytes) }
    return { name, epoch: String(epoch), ended: Number(ended) !== 0, ...numbers }
  }

  createLog(name: string, epoch: string): void {
    this.#sql('INSERT INTO eventwire_logs (name, epoch, floor, head, bytes, ended) VALUES (?, ?, 0, 0, 0, 0)').run(
      stored(name),
      epoch,
    )
  }

  updateLog({ id, floor, head, bytes }: LogRow): void {
    this.#sql('UPDATE eventwire_logs SET floor = ?, head = ?, bytes = ? WHERE id = ?').run(floor, head, bytes, id)
  }

  /** Numbers the ends, by which other processes see them. */
  endLog({ id }: LogRow): void {
    this.#sql(
      'UPDATE eventwire_logs SET ended = 1 + (SELECT coalesce(max(ended), 0) FROM eventwire_logs WHERE ended > 0) WHERE id = ?',
    ).run(id)
  }

  deleteLog({ id }: LogRow): void {
    this.#sql('DELETE FROM eventwire_entries WHERE log = ?').run(id)
    this.#sql('DELETE FROM eventwire_keys WHERE log = ?').run(id)
    this.#sql('DELETE FROM eventwire_logs WHERE id = ?').run(id)
    this.#sql('UPDATE eventwire_schema SET deletions = deletions + 1').run()
  }

  renewEpochs(epoch: () => string): void {
    for (const row of this.#sql('SELECT id FROM eventwire_logs').all() as Columns[]) {
      this.#sql('UPDATE eventwire_logs SET epoch = ? WHERE id = ?').run(epoch(), Number(row['id']))
    }
    this.#sql('UPDATE eventwire_schema SET deletions = deletions + 1').run()
  }

  /** Entries of one log, the first with the number `first`. */
  insertEntries(log: number, first: number, time: number, entries: readonly EntryRow[]): void {
    const together = entries.length - (entries.length % TOGETHER)
    let values: SqliteValue[] = []
    for (const [at, { size, channel, type, meta, data }] of entries.entries()) {
      values.push(log, first + at, size, time, channel, type, meta, data)
      if (at < together && (at + 1) % TOGETHER !== 0) continue
      this.#sql(at < together ? INSERT_TOGETHER : INSERT).run(...values)
      values = []
    }
  }

  /** Bytes of the entries after `seq`, up to another. */
  bytesOf(log: number, after: number, upTo: number): number {
    const row = this.#sql(
      'SELECT sum(size) AS bytes FROM eventwire_entries WHERE log = ? AND seq > ? AND seq <= ?',
    ).get(log, after, upTo) as Columns
    return Number(row['bytes'])
  }

  /** The sizes of entries after `seq`, oldest first: data stay on their overflow pages. */
  sizes(log: number, seq: number, limit: number): readonly EntrySize[] {
    const rows = this.#sql(
      'SELECT seq, size, time FROM eventwire_entries WHERE log = ? AND seq > ? ORDER BY seq LIMIT ?',
    ).all(log, seq, limit) as Columns[]
    return rows.map(({ seq: at, size, time }) => ({ seq: Number(at), size: Number(size), time: Number(time) }))
  }

  entries({ id, epoch }: LogRow, after: number, upTo: number): readonly Entry[] {
    const rows = this.#sql(
      'SELECT seq, time, channel, type, meta, data FROM eventwire_entries WHERE log = ? AND seq > ? AND seq <= ? ORDER BY seq',
    ).all(id, after, upTo) as Columns[]
    return rows.map(({ seq, time, channel, type, meta, data }) => ({
      ...epochMark(epoch, Number(seq)),
      channel: restored(channel),
      data: restored(data),
      time: Number(time),
      ...(type !== null && { type: restored(type) }),
      ...(meta !== null && { meta: JSON.parse(String(meta)) as Record<string, string> }),
    }))
  }

  deleteEntries(log: number, upTo: number): void {
    this.#sql('DELETE FROM eventwire_entries WHERE log = ? AND seq <= ?').run(log, upTo)
  }

  key(log: number, key: string): { readonly first: number; readonly count: number } | undefined {
    const row = this.#sql('SELECT first, count FROM eventwire_keys WHERE log = ? AND key = ?').get(log, stored(key)) as
      | Columns
      | null
      | undefined
    return row ? { first: Number(row['first']), count: Number(row['count']) } : undefined
  }

  insertKey(log: number, key: string, first: number, count: number): void {
    this.#sql('INSERT INTO eventwire_keys (log, key, first, count) VALUES (?, ?, ?, ?)').run(
      log,
      stored(key),
      first,
      count,
    )
  }

  /** Forgets all but the newest keys. */
  trimKeys(log: number, keep: number): void {
    this.#sql(
      'DELETE FROM eventwire_keys WHERE log = ? AND id <= (SELECT id FROM eventwire_keys WHERE log = ? ORDER BY id DESC LIMIT 1 OFFSET ?)',
    ).run(log, log, keep)
  }

  /** What is newest in the file. Falls when a log is deleted, and then `deletions` rises. */
  counters(): Counters {
    const row = this.#sql(
      'SELECT deletions, (SELECT max(id) FROM eventwire_entries) AS entry, (SELECT max(ended) FROM eventwire_logs WHERE ended > 0) AS ended FROM eventwire_schema',
    ).get() as Columns
    return { entry: Number(row['entry'] ?? 0), ended: Number(row['ended'] ?? 0), deletions: Number(row['deletions']) }
  }

  /** The names of logs that have more entries since, or have ended. */
  changedSince({ entry, ended }: Counters, limit: number): readonly string[] {
    const rows = this.#sql(
      'SELECT name FROM eventwire_logs WHERE id IN (SELECT log FROM eventwire_entries WHERE id > ? UNION SELECT id FROM eventwire_logs WHERE ended > 0 AND ended > ?) LIMIT ?',
    ).all(entry, ended, limit) as Columns[]
    return rows.map(({ name }) => restored(name))
  }

  /** Another number whenever another connection has committed something. */
  dataVersion(): number {
    const row = this.#sql('PRAGMA data_version').get() as Columns
    return Number(row['data_version'])
  }

  /** Lets go of the statements. */
  close(): void {
    for (const statement of this.#prepared.values()) statement.finalize?.()
    this.#prepared.clear()
  }

  #sql(text: string): SqliteStatement {
    const known = this.#prepared.get(text)
    if (known) return known
    const statement = this.#database.prepare(text)
    this.#prepared.set(text, statement)
    return statement
  }
}
