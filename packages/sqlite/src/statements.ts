import type { SqliteDatabase, SqliteStatement } from './database.ts'

/** The statements of a connection, each prepared once. */
export class Statements {
  readonly #database: SqliteDatabase
  readonly #prepared = new Map<string, SqliteStatement>()

  constructor(database: SqliteDatabase) {
    this.#database = database
  }

  sql(text: string): SqliteStatement {
    const known = this.#prepared.get(text)
    if (known) return known
    const statement = this.#database.prepare(text)
    this.#prepared.set(text, statement)
    return statement
  }

  /** Lets go of them. */
  close(): void {
    for (const statement of this.#prepared.values()) statement.finalize?.()
    this.#prepared.clear()
  }
}

/** A row as it comes. Numbers may be bigint, if the user's connection is set so. */
export type Columns = Readonly<Record<string, unknown>>
