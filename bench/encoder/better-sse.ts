import { createEventBuffer } from 'better-sse'
import type { EncoderRival } from './rival.ts'

/** Its buffer, emptied after each event. It serializes data as JSON unless it is told not to, as here. */
export const betterSse: EncoderRival = {
  name: 'better-sse',
  note: 'one EventBuffer, cleared after each event; data not serialized',
  text(events) {
    // Its data is of one line.
    if (events.some(({ data = '' }) => /[\r\n]/.test(data))) return undefined
    const buffer = createEventBuffer({ serializer: String })
    return () => {
      let sum = 0
      for (const { type, data, id, retry } of events) {
        if (type !== undefined) buffer.event(type)
        if (id !== undefined) buffer.id(id)
        if (retry !== undefined) buffer.retry(retry)
        const text = buffer.data(data).dispatch().read()
        buffer.clear()
        sum += text.length + text.charCodeAt(text.length >> 1)
      }
      return sum
    }
  },
}
