import { DatabaseSync } from 'node:sqlite'
import type { SqliteDatabase, SqliteStatement } from '../src/index.ts'

/** A connection whose statements fail when they begin as `failing` says. */
export class BrokenDatabase implements SqliteDatabase {
  /** How the statements begin that fail, and with what; the transaction is rolled back as SQLite does after an I/O error. */
  failing: { readonly start: string; readonly error: Error; readonly rollsBack: boolean } | undefined
  readonly #database: DatabaseSync

  constructor(path: string) {
    this.#database = new DatabaseSync(path)
  }

  exec(sql: string): void {
    this.#database.exec(sql)
  }

  prepare(sql: string): SqliteStatement {
    const statement = this.#database.prepare(sql)
    const check = (): void => {
      const { failing } = this
      if (!failing || !sql.startsWith(failing.start)) return
      if (failing.rollsBack) this.#database.exec('ROLLBACK')
      throw failing.error
    }
    return {
      run: (...values) => (check(), statement.run(...values)),
      get: (...values) => (check(), statement.get(...values)),
      all: (...values) => (check(), statement.all(...values)),
    }
  }
}

/** An error as `node:sqlite` gives it. */
export function sqliteError(errcode: number, message: string): Error {
  return Object.assign(new Error(message), { code: 'ERR_SQLITE_ERROR', errcode })
}
