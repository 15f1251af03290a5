import { Hono } from 'hono'
import { streamSSE, type SSEMessage } from 'hono/streaming'
import { bytesOf, type EncoderRival } from './rival.ts'

/** It encodes only on the way into a response. */
export const hono: EncoderRival = {
  name: 'hono',
  note: 'writeSSE in a handler, each awaited; the response of the app is read',
  stream(events) {
    const messages = events.map(({ type, data = '', id, retry }): SSEMessage => ({
      ...(type !== undefined && { event: type }),
      ...(id !== undefined && { id }),
      ...(retry !== undefined && { retry }),
      data,
    }))
    const app = new Hono().get('/', (context) =>
      streamSSE(context, async (stream) => {
        for (const message of messages) await stream.writeSSE(message)
      }),
    )
    return async () => bytesOf((await app.request('/')).body)
  },
}
