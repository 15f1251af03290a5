import type { NotificationListener, PostgresConnection, PostgresListening } from './connection.ts'

/** What is used of a `Pool` of the package `pg`. */
export interface PgPool {
  connect(): Promise<PgClient>
  readonly options?: { readonly max?: number }
}

/** What is used of a client of a pool of `pg`. */
export interface PgClient {
  query(text: string, values?: string[]): Promise<{ readonly rows: readonly unknown[] }>
  release(destroy?: boolean): void
  on(event: 'notification', listener: (message: { readonly payload?: string | undefined }) => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'end', listener: () => void): unknown
  removeListener(event: 'error', listener: (error: Error) => void): unknown
}

/**
 * A connection by a pool of `pg`, of which one client is kept to listen. {@link PostgresLogs} does this by itself.
 *
 * @throws TypeError for a pool of one client, which would be the one that listens.
 * @example
 * ```ts
 * const logs = new PostgresLogs({ client: pgConnection(new Pool({ connectionString })) })
 * ```
 */
export function pgConnection(pool: PgPool): PostgresConnection {
  if (pool.options?.max !== undefined && pool.options.max < 2) {
    throw new TypeError(`The pool must have at least 2 clients, since one listens, got max: ${pool.options.max}`)
  }
  return {
    query: (statement, values, signal) => query(pool, statement, values, signal),
    listen: (channel, listener) => listen(pool, channel, listener),
  }
}

async function query(
  pool: PgPool,
  statement: string,
  values: readonly string[],
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  const client = await takeClient(pool, signal)
  let released = false
  const release = (destroy: boolean): void => {
    if (released) return
    released = true
    signal.removeEventListener('abort', giveUp)
    client.removeListener('error', ignore)
    client.release(destroy)
  }
  // One that does not answer would keep its place in the pool for as long as TCP hopes.
  const giveUp = (): void => release(true)
  // A pool listens only to clients that are idle, and one in use that fails would end the process; its query rejects.
  client.on('error', ignore)
  signal.addEventListener('abort', giveUp)
  try {
    const { rows } = await (values.length === 0 ? client.query(statement) : client.query(statement, [...values]))
    release(false)
    return rows
  } catch (error) {
    // What Postgres refuses leaves the connection as it was; after anything else nobody knows what it is good for.
    release(!(typeof (error as { severity?: unknown }).severity === 'string'))
    throw error
  }
}

/** A client of the pool, or a rejection as soon as nobody waits for it; one that comes later goes back. */
async function takeClient(pool: PgPool, signal: AbortSignal): Promise<PgClient> {
  signal.throwIfAborted()
  let giveUp = ignore
  const over = new Promise<never>((_, reject) => {
    giveUp = () => reject(signal.reason)
  })
  signal.addEventListener('abort', giveUp)
  try {
    return await Promise.race([connectUnless(pool, signal), over])
  } finally {
    signal.removeEventListener('abort', giveUp)
  }
}

async function connectUnless(pool: PgPool, signal: AbortSignal): Promise<PgClient> {
  const client = await pool.connect()
  if (!signal.aborted) return client
  client.release()
  throw signal.reason
}

async function listen(pool: PgPool, channel: string, listener: NotificationListener): Promise<PostgresListening> {
  const client = await pool.connect()
  let over = false
  const close = (): void => {
    if (over) return
    over = true
    client.release(true)
  }
  const lost = (error: Error): void => {
    if (over) return
    close()
    listener.lost(error)
  }
  client.on('error', lost)
  client.on('end', () => lost(new Error('The connection that listened was closed')))
  client.on('notification', ({ payload }) => over || listener.message(payload ?? ''))
  try {
    await client.query(`LISTEN ${channel}`)
  } catch (error) {
    close()
    throw error
  }
  listener.ready()
  return { close }
}

function ignore(): void {}
