import { DatabaseSync } from 'node:sqlite'
import { Hub, type Handler } from '@eventwire/server'
import { SqliteLogs } from '@eventwire/sqlite'

/** Notes that outlive the server: POST / adds one, GET / follows them, from the first that is kept. */
export interface Notes extends AsyncDisposable {
  readonly handler: Handler
}

export function notes(file: string): Notes {
  const database = new DatabaseSync(file)
  const logs = new SqliteLogs(database, { maxEntries: 100_000 })
  const hub = new Hub({ log: logs.open('notes') })
  const channel = hub.channel('notes')

  return {
    async handler(request, open) {
      if (request.method === 'POST') {
        await channel.publish({ data: await request.text() })
        // Only now: it is on the disk.
        return new Response(null, { status: 204 })
      }
      const { response, session } = await open({ methods: ['GET'], retry: 100 })
      if (session) await hub.subscribe(session, ['notes'], { start: { at: 'floor' } })
      return response
    },
    async [Symbol.asyncDispose]() {
      await hub.close()
      await logs[Symbol.asyncDispose]()
      database.close()
    },
  }
}
