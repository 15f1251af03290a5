import { LogError } from '@eventwire/server'
import type { PostgresConnection } from './connection.ts'

/** Of the tables and functions; a later one is not touched. */
const VERSION = 1

/** Of Postgres, for `gen_random_uuid()`: as `server_version_num` tells it. */
const OLDEST = 130_000

/** What is wrong with the schema, as far as its version tells; nothing if it is as it should be, or not there. */
export async function schemaProblem(
  connection: PostgresConnection,
  schema: string,
  signal: AbortSignal,
): Promise<LogError | undefined> {
  // In two steps, since a statement that names a table that is not there fails, whatever it would do.
  const there = await first(connection, `SELECT to_regclass('${schema}.version') IS NOT NULL AS there`, signal)
  if (String(there) !== 'true' && String(there) !== 't') return undefined
  const version = Number(await first(connection, `SELECT version FROM ${schema}.version`, signal))
  if (version <= VERSION) return undefined
  const sentence = `The logs in the schema ${schema} are of version ${version}, and this package knows ${VERSION}`
  return new LogError('too-new', `${sentence}: update @eventwire/postgres`)
}

/** What is wrong with the server. */
export async function serverProblem(
  connection: PostgresConnection,
  signal: AbortSignal,
): Promise<LogError | undefined> {
  const version = Number(await first(connection, `SELECT current_setting('server_version_num') AS version`, signal))
  if (version < OLDEST) {
    const had = `${Math.floor(version / 10_000)}`
    return new LogError('too-old', `The logs need Postgres 13 or later (Debian 12 has 15), and this is ${had}`)
  }
  const encoding = await first(connection, `SELECT current_setting('server_encoding') AS encoding`, signal)
  if (encoding === 'UTF8') return undefined
  const advice = `make one with ENCODING 'UTF8', or its texts would not all fit`
  return new LogError('unsuitable', `The database is encoded in ${String(encoding)}: ${advice}`)
}

async function first(connection: PostgresConnection, statement: string, signal: AbortSignal): Promise<unknown> {
  const [row] = await connection.query(statement, [], signal)
  return Object.values((row ?? {}) as Record<string, unknown>)[0]
}
