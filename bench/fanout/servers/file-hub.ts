import { serve } from '@eventwire/node'
import { Hub } from '@eventwire/server'
import { SqliteLogs } from '@eventwire/sqlite'
import { POLL_INTERVAL } from '../poll-interval.ts'

/** A hub on a log in a file, which may have others in other processes. */
export async function fileHub(file: string) {
  // Not before it is asked for: Node 20 has none.
  const { DatabaseSync } = await import('node:sqlite')
  const logs = new SqliteLogs(new DatabaseSync(file), { pollInterval: POLL_INTERVAL })
  const hub = new Hub({ log: logs.open('ticks') })
  const channel = hub.channel('ticks')
  return {
    publish: (data: readonly string[]): Promise<unknown> =>
      Promise.all(data.map((each) => channel.publish({ data: each }))),
    /** The port, once it listens. */
    async serve(): Promise<number> {
      const { port } = await serve(async (_request, open) => {
        const { response, session } = await open()
        if (session) await hub.subscribe(session, ['ticks'])
        return response
      })
      return port
    },
  }
}
