import { serveWeb } from './web-serve.ts'
import type { StartServer } from '../subject.ts'

/** What a direct stream gives its `pull`: https://bun.com/docs/runtime/streams#direct-readablestream */
interface DirectController {
  write(bytes: Uint8Array): number
  flush(): unknown
}

/** Bun's own streams without a queue: the bytes of a turn are made once and written to every one of them. */
export const start: StartServer = async () => {
  const controllers = new Set<DirectController>()
  const encoder = new TextEncoder()
  let id = 0
  const port = await serveWeb((request) => {
    const source = {
      type: 'direct',
      async pull(controller: DirectController) {
        controllers.add(controller)
        controller.write(encoder.encode(': open\n\n'))
        controller.flush()
        await new Promise<void>((left) => request.signal.addEventListener('abort', () => left()))
        controllers.delete(controller)
      },
    }
    // Bun's own type of source, which the platform's types do not know.
    const body = new ReadableStream<Uint8Array>(source as unknown as UnderlyingDefaultSource<Uint8Array>)
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
  })
  const publish = (data: readonly string[]): void => {
    const frames = data.map((each) => `id: aaaaaaaaaaaa-${(id += 1)}\ndata: ${each}\n\n`).join('')
    const bytes = encoder.encode(frames)
    for (const controller of controllers) {
      controller.write(bytes)
      controller.flush()
    }
  }
  return { port, publish }
}
