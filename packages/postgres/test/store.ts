import { PostgresServer, urlOf } from '@eventwire/faults/postgres-server'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { PostgresLogs, type PostgresLogsOptions } from '../src/index.ts'
import { pg, type TestClient } from './clients.ts'

type Options = Omit<PostgresLogsOptions, 'client'>

/** A server for the tests of a `describe`, and nodes on it that are closed after each. */
export interface Store {
  readonly server: PostgresServer
  /** Past everything that a test puts between. */
  readonly direct: TestClient
  /** A schema for a test alone. */
  schema(): string
  /** A node of its own. @param port of a proxy, if not of the server */
  node(options?: Options & { readonly connect?: (url: string) => TestClient; readonly port?: number }): Node
}

export interface Node extends TestClient {
  readonly logs: PostgresLogs
}

/** Call it in a `describe`. */
export function useStore(): Store {
  let server: PostgresServer | undefined
  let direct: TestClient | undefined
  let count = 0
  const open: (() => Promise<void>)[] = []

  beforeAll(async () => {
    server = await PostgresServer.start()
    direct = pg(server.url)
  })
  afterEach(async () => {
    for (const close of open.splice(0).toReversed()) await close()
  })
  afterAll(async () => {
    await direct?.[Symbol.asyncDispose]()
    await server?.[Symbol.asyncDispose]()
  })

  return {
    get server() {
      if (!server) throw new Error('No server yet')
      return server
    },
    get direct() {
      if (!direct) throw new Error('No server yet')
      return direct
    },
    schema: () => `test_${(count += 1)}`,
    node({ connect = pg, port, ...options } = {}) {
      const client = connect(urlOf(port ?? server?.port ?? 0))
      const logs = new PostgresLogs({ client: client.client, onError: () => undefined, ...options })
      open.push(
        async () => client[Symbol.asyncDispose](),
        () => logs.close(),
      )
      return { ...client, logs }
    },
  }
}
