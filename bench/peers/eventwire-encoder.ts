import { encode, encodeComment } from '@eventwire/encoder'
import type { EncoderPeer } from './encoder-peer.ts'
import { versionOf } from './version.ts'

export const eventwireEncoder: EncoderPeer = {
  name: 'eventwire',
  version: versionOf('@eventwire/encoder'),
  uses: 'encode and encodeComment',
  data: 'text',
  dataIsOptional: true,
  encode,
  encodeComment,
}
