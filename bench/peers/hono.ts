import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { messageOf, type EncoderPeer } from './encoder-peer.ts'
import { versionOf } from './version.ts'

export const hono: EncoderPeer = {
  name: 'hono',
  version: versionOf('hono'),
  uses: 'writeSSE of its streamSSE, in a handler',
  data: 'text',
  dataIsOptional: false,
  async encode(event) {
    const app = new Hono().get('/', (context) => streamSSE(context, (stream) => stream.writeSSE(messageOf(event))))
    return await (await app.request('/')).text()
  },
}
