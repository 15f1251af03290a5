import type { Server } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { streamSSE, type SSEStreamingApi } from 'hono/streaming'
import { listen } from './listen.ts'
import type { StartServer } from '../subject.ts'

/** `streamSSE` on Hono's server for Node: a stream for each reader, `writeSSE` for each event. */
export const start: StartServer = async () => {
  const streams = new Set<SSEStreamingApi>()
  let id = 0
  const app = new Hono().get('/*', (context) =>
    streamSSE(context, async (stream) => {
      streams.add(stream)
      await new Promise<void>((left) => stream.onAbort(left))
      streams.delete(stream)
    }),
  )
  const server = createAdaptorServer({ fetch: app.fetch }) as Server
  const publish = async (data: readonly string[]): Promise<void> => {
    for (const each of data) {
      id += 1
      await Promise.all(Array.from(streams, (stream) => stream.writeSSE({ id: `aaaaaaaaaaaa-${id}`, data: each })))
    }
  }
  return { port: await listen(server), publish }
}
