import type { SqliteDatabase } from './database.ts'
import { EntryTable } from './entry-table.ts'
import { rollBack } from './roll-back.ts'
import { Statements, type Columns } from './statements.ts'
import { restored, stored } from './text.ts'

/** A log's row. */
export interface LogRow {
  readonly id: number
  readonly name: string
  readonly epoch: string
  floor: number
  /** Bytes that it has ever had up to the floor, and up to the head. */
  floorBytes: number
  head: number
  headBytes: number
  ended: boolean
}

/** What rises as others write: the number of the newest entry of the file and of the newest end, and what was deleted. */
export interface Counters {
  readonly entry: number
  readonly ended: number
  readonly deletions: number
}

/** What is in the file. */
export class Tables {
  readonly entries: EntryTable
  readonly #statements: Statements

  constructor(database: SqliteDatabase) {
    this.#statements = new Statements(database)
    this.entries = new EntryTable(this.#statements)
  }

  begin(kind: 'DEFERRED' | 'IMMEDIATE'): void {
    this.#statements.sql(`BEGIN ${kind}`).run()
  }

  commit(): void {
    this.#statements.sql('COMMIT').run()
  }

  rollback(): void {
    rollBack(() => this.#statements.sql('ROLLBACK').run())
  }

  log(name: string): LogRow | undefined {
    const row = this.#statements.sql('SELECT * FROM eventwire_logs WHERE name = ?').get(stored(name)) as
      | Columns
      | null
      | undefined
    if (!row) return undefined
    return {
      id: Number(row['id']),
      name,
      epoch: String(row['epoch']),
      floor: Number(row['floor']),
      floorBytes: Number(row['floor_bytes']),
      head: Number(row['head']),
      headBytes: Number(row['head_bytes']),
      ended: Number(row['ended']) !== 0,
    }
  }

  createLog(name: string, epoch: string): void {
    this.#statements
      .sql(
        'INSERT INTO eventwire_logs (name, epoch, floor, floor_bytes, head, head_bytes, ended) VALUES (?, ?, 0, 0, 0, 0, 0)',
      )
      .run(stored(name), epoch)
  }

  updateLog({ id, floor, floorBytes, head, headBytes }: LogRow): void {
    this.#statements
      .sql('UPDATE eventwire_logs SET floor = ?, floor_bytes = ?, head = ?, head_bytes = ? WHERE id = ?')
      .run(floor, floorBytes, head, headBytes, id)
  }

  /** Numbers the ends, by which other processes see them. */
  endLog({ id }: LogRow): void {
    this.#statements
      .sql(
        'UPDATE eventwire_logs SET ended = 1 + (SELECT coalesce(max(ended), 0) FROM eventwire_logs WHERE ended > 0) WHERE id = ?',
      )
      .run(id)
  }

  deleteLog({ id, head }: LogRow): void {
    this.entries.delete(id, head)
    this.#statements.sql('DELETE FROM eventwire_keys WHERE log = ?').run(id)
    this.#statements.sql('DELETE FROM eventwire_logs WHERE id = ?').run(id)
    this.#statements.sql('UPDATE eventwire_schema SET deletions = deletions + 1').run()
  }

  renewEpochs(epoch: () => string): void {
    for (const row of this.#statements.sql('SELECT id FROM eventwire_logs').all() as Columns[]) {
      this.#statements.sql('UPDATE eventwire_logs SET epoch = ? WHERE id = ?').run(epoch(), Number(row['id']))
    }
    this.#statements.sql('UPDATE eventwire_schema SET deletions = deletions + 1').run()
  }

  key(log: number, key: string): { readonly first: number; readonly count: number } | undefined {
    const row = this.#statements
      .sql('SELECT first, count FROM eventwire_keys WHERE log = ? AND key = ?')
      .get(log, stored(key)) as Columns | null | undefined
    return row ? { first: Number(row['first']), count: Number(row['count']) } : undefined
  }

  insertKey(log: number, key: string, first: number, count: number): void {
    this.#statements
      .sql('INSERT INTO eventwire_keys (log, key, first, count) VALUES (?, ?, ?, ?)')
      .run(log, stored(key), first, count)
  }

  /** Forgets all but the newest keys. */
  trimKeys(log: number, keep: number): void {
    this.#statements
      .sql(
        'DELETE FROM eventwire_keys WHERE log = ? AND id <= (SELECT id FROM eventwire_keys WHERE log = ? ORDER BY id DESC LIMIT 1 OFFSET ?)',
      )
      .run(log, log, keep)
  }

  /** What is newest in the file. Falls when a log is deleted, and then `deletions` rises. */
  counters(): Counters {
    const row = this.#statements
      .sql(
        'SELECT deletions, (SELECT max(id) FROM eventwire_entries) AS entry, (SELECT max(ended) FROM eventwire_logs WHERE ended > 0) AS ended FROM eventwire_schema',
      )
      .get() as Columns
    return { entry: Number(row['entry'] ?? 0), ended: Number(row['ended'] ?? 0), deletions: Number(row['deletions']) }
  }

  /** The names of logs that have more entries since, or have ended. In such words that not all logs are looked through. */
  changedSince({ entry, ended }: Counters, limit: number): readonly string[] {
    const rows = this.#statements
      .sql(
        'SELECT name FROM (SELECT log AS id FROM eventwire_entries WHERE id > ? UNION SELECT id FROM eventwire_logs INDEXED BY eventwire_ended WHERE ended > 0 AND ended > ? LIMIT ?) CROSS JOIN eventwire_logs USING (id)',
      )
      .all(entry, ended, limit) as Columns[]
    return rows.map(({ name }) => restored(name))
  }

  /** Another number whenever another connection has committed something. */
  dataVersion(): number {
    const row = this.#statements.sql('PRAGMA data_version').get() as Columns
    return Number(row['data_version'])
  }

  close(): void {
    this.#statements.close()
  }
}
