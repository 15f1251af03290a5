import { DatabaseSync } from 'node:sqlite'
import { Hub, type Handler } from '@eventwire/server'
import { SqliteLogs } from '@eventwire/sqlite'

/** A hub on a file, for the process that publishes and for those that serve: all of them have the same log. */
export interface Ticks extends AsyncDisposable {
  /** Follows the ticks; a header says which process serves. */
  readonly handler: Handler
  publish(data: string): Promise<unknown>
}

export function ticks(file: string): Ticks {
  const database = new DatabaseSync(file)
  const logs = new SqliteLogs(database, { pollInterval: 5 })
  const hub = new Hub({ log: logs.open('ticks') })
  const channel = hub.channel('ticks')

  return {
    async handler(_request, open) {
      const { response, session } = await open({ retry: 100 })
      response.headers.set('x-worker', String(process.pid))
      if (session) await hub.subscribe(session, ['ticks'])
      return response
    },
    publish: (data) => channel.publish({ data }),
    async [Symbol.asyncDispose]() {
      await hub.close()
      await logs[Symbol.asyncDispose]()
      database.close()
    },
  }
}
