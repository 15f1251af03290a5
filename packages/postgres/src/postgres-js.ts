import type { NotificationListener, PostgresConnection, PostgresListening } from './connection.ts'

/** What is used of a `Sql` of the package `postgres`. */
export interface PostgresJs {
  unsafe(statement: string, values?: string[]): PostgresJsQuery
  listen(
    channel: string,
    onNotify: (payload: string) => void,
    onListen?: () => void,
  ): PromiseLike<{ unlisten(): Promise<unknown> }>
}

/** What is used of a query of it. */
interface PostgresJsQuery extends PromiseLike<readonly unknown[]> {
  /** Asks Postgres by a connection of its own to end the query; not documented. */
  canceller?: ((query: PostgresJsQuery) => Promise<unknown>) | null
}

/**
 * A connection by `postgres()` of the package `postgres`, which makes one more connection to listen and brings it back by
 * itself. {@link PostgresLogs} does this by itself.
 *
 * @example
 * ```ts
 * const logs = new PostgresLogs({ client: postgresJsConnection(postgres(url)) })
 * ```
 */
export function postgresJsConnection(sql: PostgresJs): PostgresConnection {
  return {
    query: (statement, values, signal) => query(sql, statement, values, signal),
    listen: (channel, listener) => listen(sql, channel, listener),
  }
}

async function query(
  sql: PostgresJs,
  statement: string,
  values: readonly string[],
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  // Without values it is sent as a simple query, which may be of several statements.
  const pending = values.length === 0 ? sql.unsafe(statement) : sql.unsafe(statement, [...values])
  // Not by `cancel()`, which lets go of the promise: where Postgres cannot be reached, its rejection would end the process.
  const cancel = (): void => {
    const { canceller } = pending
    pending.canceller = null
    canceller?.(pending).catch(ignore)
  }
  signal.addEventListener('abort', cancel)
  try {
    return await pending
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

async function listen(sql: PostgresJs, channel: string, listener: NotificationListener): Promise<PostgresListening> {
  let over = false
  const { unlisten } = await sql.listen(
    channel,
    (payload) => over || listener.message(payload),
    () => over || listener.ready(),
  )
  return {
    close() {
      over = true
      // If the connection is gone there is nothing left to take back.
      unlisten().catch(() => undefined)
    },
  }
}

function ignore(): void {}
