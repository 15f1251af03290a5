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
  /** Whether no other log has changed since. */
  newest: boolean
}

/** What others see of changes: the log that was the last to change, and what was deleted. */
export interface Changes {
  readonly changed: number
  readonly head: number
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
    const row = this.#statements
      .sql('SELECT *, changed = (SELECT max(changed) FROM eventwire_logs) AS newest FROM eventwire_logs WHERE name = ?')
      .get(stored(name)) as Columns | null | undefined
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
      newest: Number(row['newest']) !== 0,
    }
  }

  /** With the id after the largest; once there is none, with one that was freed. */
  createLog(name: string, epoch: string): void {
    this.#statements
      .sql(
        `INSERT INTO eventwire_logs (id, name, epoch, floor, floor_bytes, head, head_bytes, ended) SELECT coalesce(
          (SELECT max(id) + 1 FROM eventwire_logs HAVING max(id) < ${2 ** 21 - 1}),
          (SELECT id + 1 FROM eventwire_logs AS log WHERE NOT EXISTS
            (SELECT 1 FROM eventwire_logs WHERE id = log.id + 1) ORDER BY id LIMIT 1)
        ), ?, ?, 0, 0, 0, 0, 0`,
      )
      .run(stored(name), epoch)
  }

  updateLog({ id, floor, floorBytes, head, headBytes, ended, newest }: LogRow): void {
    // Who was the newest stays it, and its number too, which spares a page of the index: others see it by its head.
    const changed = newest ? '' : ', changed = 1 + (SELECT coalesce(max(changed), 0) FROM eventwire_logs)'
    this.#statements
      .sql(
        `UPDATE eventwire_logs SET floor = ?, floor_bytes = ?, head = ?, head_bytes = ?, ended = ?${changed} WHERE id = ?`,
      )
      .run(floor, floorBytes, head, headBytes, ended ? 1 : 0, id)
  }

  deleteLog({ id }: LogRow): void {
    this.entries.delete(id)
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

  /** What was the last to change. `changed` falls when that log is deleted, and then `deletions` rises. */
  changes(): Changes {
    const row = this.#statements
      .sql(
        'SELECT deletions, changed, head FROM eventwire_schema LEFT JOIN (SELECT changed, head FROM eventwire_logs ORDER BY changed DESC LIMIT 1)',
      )
      .get() as Columns
    return {
      changed: Number(row['changed'] ?? 0),
      head: Number(row['head'] ?? 0),
      deletions: Number(row['deletions']),
    }
  }

  /** The names of logs that have changed since. */
  changedSince({ changed, head }: Changes, limit: number): readonly string[] {
    const rows = this.#statements
      .sql('SELECT name FROM eventwire_logs WHERE changed >= ? AND (changed > ? OR head > ?) LIMIT ?')
      .all(changed, changed, head, limit) as Columns[]
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
