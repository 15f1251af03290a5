import type { StartServer } from '../subject.ts'
import { fastSource } from './fast-source.ts'
import { serveWeb } from './web-serve.ts'

const encoder = new TextEncoder()

/** A `ReadableStream` by hand that hands over what waits, joined, when it is pulled. */
export const start: StartServer = async () => {
  const port = await serveWeb((request) => {
    const body = joinedOnPull(new URL(request.url).pathname)
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
  })
  return { port }
}

function joinedOnPull(path: string): ReadableStream<Uint8Array> {
  let waiting = ''
  let isWanted = false
  let isOver = false
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        void fill(() => hand(controller))
      },
      pull(controller) {
        isWanted = true
        hand(controller)
      },
    },
    { highWaterMark: 0 },
  )

  async function fill(filled: () => void): Promise<void> {
    for await (const { data } of fastSource(path)) {
      waiting += `data: ${data}\n\n`
      filled()
    }
    isOver = true
    filled()
  }

  function hand(controller: ReadableStreamDefaultController<Uint8Array>): void {
    if (isWanted && waiting !== '') {
      isWanted = false
      const bytes = encoder.encode(waiting)
      waiting = ''
      controller.enqueue(bytes)
    }
    if (isOver && waiting === '') controller.close()
  }
}
