import type { EncoderSubject } from '@eventwire/conformance'
import { encode, encodeComment, FrameEncoder } from '../src/index.ts'
import { throughStream } from './through-stream.ts'

const frames = new FrameEncoder()

/** Every skin of the encoder, for the suite and the properties. */
export const subjects: readonly (readonly [name: string, subject: EncoderSubject])[] = [
  ['encode', { encode, encodeComment }],
  ['FrameEncoder', { encode: (event) => frames.encode(event), encodeComment }],
  ['EventStreamEncoderStream', { encode: encodeThroughStream, encodeComment }],
]

async function encodeThroughStream(event: Parameters<EncoderSubject['encode']>[0]): Promise<Uint8Array> {
  const { bytes, error } = await throughStream([event])
  if (error === undefined) return bytes
  if (bytes.length > 0) throw new Error(`${bytes.length} bytes were written of an event that was refused`)
  throw error
}
