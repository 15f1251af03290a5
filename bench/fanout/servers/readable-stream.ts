import { serveWeb } from './web-serve.ts'
import type { StartServer } from '../subject.ts'

const HEADERS = { 'content-type': 'text/event-stream' }

/** What people write by hand: a controller for each reader, `enqueue` for each reader and event. */
export const start: StartServer = async () => {
  const controllers = new Set<ReadableStreamDefaultController<Uint8Array>>()
  const encoder = new TextEncoder()
  let id = 0
  const port = await serveWeb(() => {
    let mine: ReadableStreamDefaultController<Uint8Array> | undefined
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        mine = controller
        controllers.add(controller)
        // Bun sends its head with the first bytes, and not before.
        controller.enqueue(encoder.encode(': open\n\n'))
      },
      cancel() {
        if (mine) controllers.delete(mine)
      },
    })
    return new Response(body, { headers: HEADERS })
  })
  const publish = (data: readonly string[]): void => {
    for (const each of data) {
      id += 1
      const frame = encoder.encode(`id: aaaaaaaaaaaa-${id}\ndata: ${each}\n\n`)
      for (const controller of controllers) controller.enqueue(frame)
    }
  }
  return { port, publish }
}
