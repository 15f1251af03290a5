import { encode, encodeComment, type EventSourceMessage } from 'eventsource-encoder'
import { bytesOf, sourceOf, type EncoderRival, type Events } from './rival.ts'

/** It makes text. For bytes a `TextEncoder` stands behind it, one for all events, and for streams a `TransformStream`. */
export const eventsourceEncoder: EncoderRival = {
  name: 'eventsource-encoder',
  text(events) {
    const messages = messagesOf(events)
    return () => {
      let sum = 0
      for (const message of messages) {
        const text = encode(message)
        sum += text.length + text.charCodeAt(text.length >> 1)
      }
      return sum
    }
  },
  bytes(events) {
    const messages = messagesOf(events)
    const utf8 = new TextEncoder()
    return () => {
      let sum = 0
      for (const message of messages) {
        const frame = utf8.encode(encode(message))
        sum += frame.length + (frame[frame.length >> 1] ?? 0)
      }
      return sum
    }
  },
  comments: (texts) => () => {
    let sum = 0
    for (const text of texts) {
      const comment = encodeComment(text)
      sum += comment.length + comment.charCodeAt(comment.length >> 1)
    }
    return sum
  },
  stream(events) {
    const messages = messagesOf(events)
    const utf8 = new TextEncoder()
    return () => {
      const encoding = new TransformStream<EventSourceMessage, Uint8Array>({
        transform: (message, controller) => controller.enqueue(utf8.encode(encode(message))),
      })
      return bytesOf(sourceOf(messages).pipeThrough(encoding))
    }
  },
}

function messagesOf(events: Events): EventSourceMessage[] {
  return events.map(({ type, data = '', id, retry }) => ({
    ...(type !== undefined && { event: type }),
    ...(id !== undefined && { id }),
    ...(retry !== undefined && { retry }),
    data,
  }))
}
