import { encode, encodeComment, type EventSourceMessage } from 'eventsource-encoder'
import { messageOf, type EncoderPeer } from './encoder-peer.ts'
import { versionOf } from './version.ts'

export const eventsourceEncoder: EncoderPeer = {
  name: 'eventsource-encoder',
  version: versionOf('eventsource-encoder'),
  uses: 'encode and encodeComment',
  data: 'text',
  dataIsOptional: true,
  encode(event) {
    const { data, ...fields } = messageOf(event)
    return encode((event.data === undefined ? fields : { ...fields, data }) as EventSourceMessage)
  },
  encodeComment,
}
