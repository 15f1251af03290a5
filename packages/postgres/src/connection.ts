/**
 * What the logs need of a Postgres client. A `Pool` of `pg` and a `Sql` of `postgres` are recognised by themselves; for
 * another client, write this.
 */
export interface PostgresConnection {
  /**
   * Runs a statement on any connection, outside of transactions. Resolves with its rows, of which only the first column of
   * the first is looked at; rejects with what Postgres says, whose `code` is the SQLSTATE, and with any other error if the
   * connection fails.
   *
   * @param values what stands for `$1`, `$2`, … in it. Without any it may be several statements: one transaction
   * @param signal aborts once nobody waits any more: the connection may then be given up
   */
  query(statement: string, values: readonly string[], signal: AbortSignal): Promise<readonly unknown[]>
  /** Listens to a channel on a connection of its own. Resolves once Postgres has confirmed it. */
  listen(channel: string, listener: NotificationListener): Promise<PostgresListening>
}

/** Told of what happens on a connection that listens. */
export interface NotificationListener {
  /** A notification came. */
  message(payload: string): void
  /** It listens, or listens again after its connection was lost: what came in between was not told. */
  ready(): void
  /** The connection is lost and will not come back by itself. */
  lost(error: unknown): void
}

/** A connection that listens. */
export interface PostgresListening {
  /** Lets go of it, at once. */
  close(): void
}
