import { RedisServer } from '@eventwire/faults/redis-server'

/** What keeps the log: a real server, that can crash and come back with all that it had acknowledged. */
export interface Engine extends AsyncDisposable {
  readonly port: number
  /** Its URL through another port of the loopback. */
  urlAt(port: number): string
  /** Crashes and comes back. */
  restart(): Promise<void>
}

export type EngineName = 'redis'

const engines: Record<EngineName, () => Promise<Engine>> = {
  async redis() {
    const server = await RedisServer.start('--appendonly', 'yes', '--appendfsync', 'always')
    return {
      port: server.port,
      urlAt: (port) => `redis://127.0.0.1:${port}`,
      async restart() {
        await server.kill()
        await server.start()
      },
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    }
  },
}

export function startEngine(name: EngineName): Promise<Engine> {
  return engines[name]()
}
