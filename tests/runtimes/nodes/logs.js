// The log that all nodes share, by the name of its engine.

const KEPT = 1_000_000

/** A log in the engine that is there. */
export async function openLog(engine, url, onError) {
  const open = ENGINES[engine]
  if (!open) throw new Error(`There is no engine ${engine}: ${Object.keys(ENGINES).join(', ')}`)
  return open(url, onError)
}

const ENGINES = {
  async redis(url, onError) {
    const { Redis } = await import('ioredis')
    const { RedisLogs } = await import('@eventwire/redis')
    const client = new Redis(url, { retryStrategy: () => 50 })
    client.on('error', onError)
    const logs = new RedisLogs({ client, maxEntries: KEPT, timeout: 2_000, checkInterval: 500, onError })
    return logs.open('nodes')
  },
  async postgres(url, onError) {
    const { Pool } = await import('pg')
    const { PostgresLogs } = await import('@eventwire/postgres')
    const client = new Pool({ connectionString: url })
    client.on('error', onError)
    const logs = new PostgresLogs({ client, maxEntries: KEPT, timeout: 2_000, checkInterval: 500, onError })
    await logs.migrate()
    return logs.open('nodes')
  },
  async nats(url, onError) {
    const { connect } = await import('@nats-io/transport-node')
    const { NatsLogs } = await import('@eventwire/nats')
    const connection = await connect({ servers: url, maxReconnectAttempts: -1, reconnectTimeWait: 50 })
    const logs = new NatsLogs({ connection, maxEntries: KEPT, timeout: 2_000, checkInterval: 500, onError })
    return logs.open('nodes')
  },
}
