import { Pool } from 'pg'
import postgres from 'postgres'
import type { PostgresClient, PostgresTransaction } from '../src/index.ts'

/** A client of one of the two packages, as tests use it. */
export interface TestClient extends AsyncDisposable {
  readonly client: PostgresClient
  /** Runs a statement and gives its rows. */
  run(statement: string): Promise<readonly Record<string, unknown>[]>
  /** Does something in a transaction, which a rejection rolls back. */
  transact(act: (transaction: PostgresTransaction) => Promise<void>): Promise<void>
}

/** What the client says of its own connections is not judged here. */
const ignore = (): void => undefined

export function pg(url: string): TestClient {
  const pool = new Pool({ connectionString: url })
  pool.on('error', ignore)
  return {
    client: pool,
    run: async (statement) => (await pool.query(statement)).rows,
    async transact(act) {
      const client = await pool.connect()
      try {
        await client.query('BEGIN')
        await act(client)
        await client.query('COMMIT')
      } catch (error) {
        await client.query('ROLLBACK')
        throw error
      } finally {
        client.release()
      }
    },
    [Symbol.asyncDispose]: () => pool.end(),
  }
}

function postgresJs(url: string): TestClient {
  // A connection that is cut while it fetches types would be a rejection that nobody handles.
  const sql = postgres(url, { fetch_types: false, onnotice: ignore, backoff: () => 0.02 })
  return {
    client: sql,
    run: (statement) => sql.unsafe(statement),
    transact: async (act) => void (await sql.begin((transaction) => act(transaction))),
    [Symbol.asyncDispose]: () => sql.end({ timeout: 1 }),
  }
}

/** Both, by name. */
export const CLIENTS: readonly (readonly [string, (url: string) => TestClient])[] = [
  ['pg', pg],
  ['postgres', postgresJs],
]
