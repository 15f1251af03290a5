import { createServer } from 'node:http'
import { createEventStream, H3, type EventStream } from 'h3'
import { toNodeHandler } from 'h3/node'
import { listen } from './listen.ts'
import type { StartServer } from '../subject.ts'

/** An event stream for each reader, `push` for each event. */
export const start: StartServer = async () => {
  const streams = new Set<EventStream>()
  let id = 0
  const app = new H3().get('/**', (event) => {
    const stream = createEventStream(event)
    streams.add(stream)
    stream.onClosed(() => {
      streams.delete(stream)
    })
    // It sends its head with the first event, and not before.
    void stream.push({ event: 'open', data: '' })
    return stream.send()
  })
  const publish = async (data: readonly string[]): Promise<void> => {
    for (const each of data) {
      id += 1
      await Promise.all(Array.from(streams, (stream) => stream.push({ id: `aaaaaaaaaaaa-${id}`, data: each })))
    }
  }
  return { port: await listen(createServer(toNodeHandler(app))), publish }
}
