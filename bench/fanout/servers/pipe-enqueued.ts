import type { StartServer } from '../subject.ts'
import { fastSource } from './fast-source.ts'
import { serveWeb } from './web-serve.ts'

/** A `ReadableStream` as most write it: all is enqueued from `start`, whether it is read or not. */
export const start: StartServer = async () => {
  const encoder = new TextEncoder()
  const port = await serveWeb((request) => {
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        for await (const { data } of fastSource(new URL(request.url).pathname)) {
          controller.enqueue(encoder.encode(`data: ${data}\n\n`))
        }
        controller.close()
      },
    })
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
  })
  return { port }
}
