import { encode, encodeComment, EventStreamEncoderStream, FrameEncoder } from '@eventwire/encoder'
import { bytesOf, sourceOf, type EncoderRival } from './rival.ts'

export const eventwire: EncoderRival = {
  name: 'eventwire',
  text: (events) => () => {
    let sum = 0
    for (const event of events) {
      const text = encode(event)
      sum += text.length + text.charCodeAt(text.length >> 1)
    }
    return sum
  },
  bytes: (events) => {
    const encoder = new FrameEncoder()
    return () => {
      let sum = 0
      for (const event of events) {
        const frame = encoder.encode(event)
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
  stream: (events) => () => bytesOf(sourceOf(events).pipeThrough(new EventStreamEncoderStream())),
}
