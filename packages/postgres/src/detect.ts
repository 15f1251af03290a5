import type { PostgresConnection } from './connection.ts'
import { pgConnection, type PgPool } from './pg.ts'
import { postgresJsConnection, type PostgresJs } from './postgres-js.ts'

/** A `Pool` of `pg`, a `Sql` of `postgres`, or a connection of your own. */
export type PostgresClient = PgPool | PostgresJs | PostgresConnection

/**
 * Where a transaction of yours is open: a client of `pg`, the `sql` that `begin` of `postgres` gives, or anything with such
 * a `query`.
 */
export type PostgresTransaction =
  | { query(statement: string, values: string[]): PromiseLike<{ readonly rows: readonly unknown[] }> }
  | { unsafe(statement: string, values: string[]): PromiseLike<readonly unknown[]> }

/** @throws TypeError for what is no client. */
export function connectionOf(client: PostgresClient): PostgresConnection {
  if (has(client, 'unsafe') && has(client, 'listen')) return postgresJsConnection(client as PostgresJs)
  if (has(client, 'query') && has(client, 'listen')) return client as PostgresConnection
  // A single client of pg has `connect` too, and no pool's counts.
  if (has(client, 'connect') && has(client, 'query') && isPool(client)) return pgConnection(client as PgPool)
  throw new TypeError('client must be a Pool of pg or what postgres() of the package postgres gives')
}

/** @throws TypeError for what can run no statement. */
export function statementsOf(
  transaction: PostgresTransaction,
): (statement: string, values: string[]) => PromiseLike<readonly unknown[]> {
  if (has(transaction, 'begin') || isPool(transaction)) {
    const what = 'a client of pg after its BEGIN, or the sql that begin() of the package postgres gives'
    throw new TypeError(`A transaction must be ${what}, got what runs each statement in one of its own`)
  }
  if ('unsafe' in transaction && has(transaction, 'unsafe')) {
    return (statement, values) => transaction.unsafe(statement, values)
  }
  if ('query' in transaction && has(transaction, 'query')) {
    return async (statement, values) => (await transaction.query(statement, values)).rows
  }
  throw new TypeError('A transaction must be a client of pg, or the sql that begin() of the package postgres gives')
}

function isPool(value: object): boolean {
  return 'totalCount' in value
}

function has(value: unknown, method: string): boolean {
  const isThing = (typeof value === 'object' && value !== null) || typeof value === 'function'
  return isThing && typeof Reflect.get(value, method) === 'function'
}
