import type { StartServer } from '../subject.ts'
import { fastSource } from './fast-source.ts'
import { serveWeb } from './web-serve.ts'

/** Bun's direct stream: `write` for each event, and Bun flushes. */
export const start: StartServer = async () => {
  const port = await serveWeb((request) => {
    const source = {
      type: 'direct',
      async pull(controller: { write(text: string): number; end(): unknown }) {
        for await (const { data } of fastSource(new URL(request.url).pathname)) controller.write(`data: ${data}\n\n`)
        controller.end()
      },
    }
    // Bun's own type of source, which the platform's types do not know.
    const body = new ReadableStream<Uint8Array>(source as unknown as UnderlyingDefaultSource<Uint8Array>)
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
  })
  return { port }
}
