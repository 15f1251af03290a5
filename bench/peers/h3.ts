import { createEventStream, H3, type EventStream } from 'h3'
import { messageOf, type EncoderPeer } from './encoder-peer.ts'
import { versionOf } from './version.ts'

export const h3: EncoderPeer = {
  name: 'h3',
  version: versionOf('h3'),
  uses: 'push and pushComment of its EventStream, in a handler',
  data: 'text',
  dataIsOptional: false,
  encode: (event) => answer((stream) => stream.push(messageOf(event))),
  encodeComment: (text) => answer((stream) => stream.pushComment(text)),
}

async function answer(write: (stream: EventStream) => Promise<void>): Promise<string> {
  const app = new H3().get('/', (event) => {
    const stream = createEventStream(event)
    void write(stream).then(() => stream.close())
    return stream
  })
  return await (await app.request('/')).text()
}
