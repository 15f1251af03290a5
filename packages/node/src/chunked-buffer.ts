import { chunked } from '@eventwire/server'

/** As a Buffer, which is what a socket would make of it anew at each write. */
export function chunkedBuffer(bytes: Uint8Array): Uint8Array {
  const { buffer, byteOffset, byteLength } = chunked(bytes)
  return Buffer.from(buffer, byteOffset, byteLength)
}
