import { createEventStream, H3, type EventStreamMessage } from 'h3'
import { bytesOf, type EncoderRival } from './rival.ts'

/** It encodes only on the way into a response. */
export const h3: EncoderRival = {
  name: 'h3',
  note: 'EventStream.push in a handler, each awaited; the response of the app is read',
  stream(events) {
    const messages = events.map(({ type, data = '', id, retry }): EventStreamMessage => ({
      ...(type !== undefined && { event: type }),
      ...(id !== undefined && { id }),
      ...(retry !== undefined && { retry }),
      data,
    }))
    const app = new H3().get('/', (event) => {
      const stream = createEventStream(event)
      void (async () => {
        for (const message of messages) await stream.push(message)
        await stream.close()
      })()
      return stream.send()
    })
    return async () => bytesOf((await app.request('/')).body)
  },
}
