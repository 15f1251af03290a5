import { Redis } from 'ioredis'
import { createClient } from 'redis'
import type { RedisClient } from '../src/index.ts'

/** A client of one of the two packages, as tests use it. */
export interface TestClient extends AsyncDisposable {
  readonly client: RedisClient
  command(name: string, ...args: string[]): Promise<unknown>
}

/** What the client says of its own connection is not judged here. */
const ignore = (): void => undefined

export async function ioredis(url: string): Promise<TestClient> {
  const client = new Redis(url, { retryStrategy: () => 20 })
  client.on('error', ignore)
  return {
    client,
    command: (name, ...args) => client.call(name, args),
    [Symbol.asyncDispose]: async () => client.disconnect(),
  }
}

async function nodeRedis(url: string): Promise<TestClient> {
  const client = createClient({ url, socket: { reconnectStrategy: () => 20 } })
  client.on('error', ignore)
  await client.connect()
  return {
    client,
    command: (...command) => client.sendCommand(command),
    [Symbol.asyncDispose]: async () => client.destroy(),
  }
}

/** Both, by name. */
export const CLIENTS: readonly (readonly [string, (url: string) => Promise<TestClient>])[] = [
  ['ioredis', ioredis],
  ['redis', nodeRedis],
]
