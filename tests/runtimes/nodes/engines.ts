import { NatsServer } from '@eventwire/faults/nats-server'
import { PostgresServer, urlOf } from '@eventwire/faults/postgres-server'
import { RedisServer } from '@eventwire/faults/redis-server'

/** What keeps the log: a real server, that can crash and come back with all that it had acknowledged. */
export interface Engine extends AsyncDisposable {
  readonly port: number
  /** Its URL through another port of the loopback. */
  urlAt(port: number): string
  /** Crashes and comes back. */
  restart(): Promise<void>
}

export type EngineName = 'redis' | 'postgres' | 'nats'

interface Server extends AsyncDisposable {
  readonly port: number
  start(): Promise<void>
  kill(): Promise<void>
}

const engines: Record<EngineName, () => Promise<Engine>> = {
  redis: async () =>
    engine(
      await RedisServer.start('--appendonly', 'yes', '--appendfsync', 'always'),
      (port) => `redis://127.0.0.1:${port}`,
    ),
  postgres: async () => engine(await PostgresServer.start(), urlOf),
  nats: async () => engine(await NatsServer.start(), (port) => `127.0.0.1:${port}`),
}

function engine(server: Server, urlAt: (port: number) => string): Engine {
  return {
    port: server.port,
    urlAt,
    async restart() {
      await server.kill()
      await server.start()
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

export function startEngine(name: EngineName): Promise<Engine> {
  return engines[name]()
}
