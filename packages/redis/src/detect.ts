import type { RedisConnection } from './connection.ts'
import { ioredisConnection, type IoredisClient } from './ioredis.ts'
import { nodeRedisConnection, type NodeRedisClient } from './node-redis.ts'

/** A client of `ioredis` or of `redis`, single or cluster, or a connection of your own. */
export type RedisClient = IoredisClient | NodeRedisClient | RedisConnection

/** @throws TypeError for what is no client. */
export function connectionOf(client: RedisClient): RedisConnection {
  if (has(client, 'subscriber') && has(client, 'send')) return client as RedisConnection
  if (has(client, 'getSentinelNode')) {
    throw new TypeError('client must not be of createSentinel of redis: pass a client of ioredis with `sentinels`')
  }
  // ioredis has `sendCommand` too, for commands made by itself.
  if (has(client, 'call') && has(client, 'duplicate')) return ioredisConnection(client as IoredisClient)
  if (has(client, 'sendCommand') && has(client, 'duplicate')) return nodeRedisConnection(client as NodeRedisClient)
  throw new TypeError('client must be a client of ioredis or redis, for example new Redis() or createClient()')
}

function has(client: unknown, method: string): boolean {
  return typeof client === 'object' && client !== null && typeof Reflect.get(client, method) === 'function'
}
