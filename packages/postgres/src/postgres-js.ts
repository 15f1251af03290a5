import type { NotificationListener, PostgresConnection, PostgresListening } from './connection.ts'

/** What is used of a `Sql` of the package `postgres`. */
export interface PostgresJs {
  unsafe(statement: string, values?: string[]): PromiseLike<readonly unknown[]> & { cancel(): void }
  listen(
    channel: string,
    onNotify: (payload: string) => void,
    onListen?: () => void,
  ): PromiseLike<{ unlisten(): Promise<unknown> }>
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
  const cancel = (): void => pending.cancel()
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
