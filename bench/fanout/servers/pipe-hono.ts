import type { Server } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { StartServer } from '../subject.ts'
import { fastSource } from './fast-source.ts'
import { listen } from './listen.ts'

/** `streamSSE` with `writeSSE` for each event, as its documents show it. */
export const start: StartServer = async () => {
  const app = new Hono().get('/*', (context) =>
    streamSSE(context, async (stream) => {
      for await (const { data } of fastSource(context.req.path)) await stream.writeSSE({ data })
    }),
  )
  return { port: await listen(createAdaptorServer({ fetch: app.fetch }) as Server) }
}
