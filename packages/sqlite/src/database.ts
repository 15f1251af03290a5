/** What is bound to a statement, and comes back: text, numbers, nothing. */
export type SqliteValue = string | number | null

/**
 * A connection to an SQLite file, synchronous: a `DatabaseSync` of `node:sqlite`, a `Database` of better-sqlite3 or of
 * `bun:sqlite` is one as it is.
 */
export interface SqliteDatabase {
  exec(sql: string): unknown
  prepare(sql: string): SqliteStatement
}

/** A prepared statement. */
export interface SqliteStatement {
  run(...values: SqliteValue[]): unknown
  /** The first row, or nothing: some give `undefined` and some `null`. */
  get(...values: SqliteValue[]): unknown
  all(...values: SqliteValue[]): unknown[]
  /** Where a connection stays open as long as it has statements (`bun:sqlite`), lets go of this one. */
  finalize?(): unknown
}
