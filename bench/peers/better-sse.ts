import { createEventBuffer } from 'better-sse'
import type { EncoderPeer } from './encoder-peer.ts'
import { versionOf } from './version.ts'

export const betterSse: EncoderPeer = {
  name: 'better-sse',
  version: versionOf('better-sse'),
  uses: 'an EventBuffer, field by field',
  // Its own default; the caller may choose another serializer.
  data: 'JSON',
  dataIsOptional: true,
  encode({ type, data, id, retry }) {
    const buffer = createEventBuffer()
    if (type !== undefined) buffer.event(type)
    if (id !== undefined) buffer.id(id)
    if (retry !== undefined) buffer.retry(retry)
    if (data !== undefined) buffer.data(data)
    return buffer.dispatch().read()
  },
  encodeComment: (text) => createEventBuffer().comment(text).dispatch().read(),
}
