// One of many servers on one log. Arguments: the runtime's name, the engine's, its URL, and the port to listen at.
// GET / takes everything from the first entry on; POST / publishes its body and answers with its position.

import process from 'node:process'
import { Hub } from '@eventwire/server'
import { openLog } from './logs.js'

const [, , runtime = '', engine = '', url = '', port = '0'] = process.argv
const { serve } = await import(`@eventwire/${runtime}`)
const onError = (error) => console.error(String(error?.message ?? error))
const hub = new Hub({ log: await openLog(engine, url, onError), onError })

const server = await serve(
  async (request, open) => {
    if (request.method === 'POST') {
      const position = await hub.channel('c').publish({ data: await request.text() })
      return new Response(position)
    }
    const { response, session } = await open({ retry: 50 })
    if (session) await hub.subscribe(session, ['c'], { start: { at: 'floor' } })
    return response
  },
  { port: Number(port), onError },
)
console.log(JSON.stringify({ port: server.port }))
