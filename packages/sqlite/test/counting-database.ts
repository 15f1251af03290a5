import { DatabaseSync } from 'node:sqlite'
import type { SqliteDatabase, SqliteStatement, SqliteValue } from '../src/index.ts'

/** A connection that counts what is done with it. */
export class CountingDatabase implements SqliteDatabase {
  /** Statement → how often it ran. */
  readonly runs = new Map<string, number>()
  /** Statement → rows that it gave in all. */
  readonly rows = new Map<string, number>()
  readonly #database: DatabaseSync

  constructor(path: string) {
    this.#database = new DatabaseSync(path)
  }

  exec(sql: string): void {
    this.#database.exec(sql)
  }

  prepare(sql: string): SqliteStatement {
    const statement = this.#database.prepare(sql)
    const ran = (): void => void this.runs.set(sql, (this.runs.get(sql) ?? 0) + 1)
    return {
      run: (...values: SqliteValue[]) => {
        ran()
        return statement.run(...values)
      },
      get: (...values: SqliteValue[]) => {
        ran()
        return statement.get(...values)
      },
      all: (...values: SqliteValue[]) => {
        ran()
        const rows = statement.all(...values)
        this.rows.set(sql, (this.rows.get(sql) ?? 0) + rows.length)
        return rows
      },
    }
  }

  /** How often statements that begin so ran. */
  count(start: string): number {
    return sum(this.runs, start)
  }

  /** How many rows statements that begin so gave. */
  rowsOf(start: string): number {
    return sum(this.rows, start)
  }

  close(): void {
    this.#database.close()
  }
}

function sum(counts: ReadonlyMap<string, number>, start: string): number {
  let total = 0
  for (const [sql, count] of counts) if (sql.startsWith(start)) total += count
  return total
}
