import { createServer } from 'node:http'
import { createChannel, createSession } from 'better-sse'
import { listen } from './listen.ts'
import type { StartServer } from '../subject.ts'

/** A channel, as its documents show it; data are strings. */
export const start: StartServer = async () => {
  const channel = createChannel()
  let id = 0
  const server = createServer(async (req, res) => {
    channel.register(await createSession(req, res))
  })
  const publish = (data: readonly string[]): void => {
    for (const each of data) {
      id += 1
      channel.broadcast(each, 'message', { eventId: `aaaaaaaaaaaa-${id}` })
    }
  }
  return { port: await listen(server), publish }
}
