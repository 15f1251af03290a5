/**
 * A write as one chunk of the HTTP/1.1 chunked coding (RFC 9112 §7.1), as a Buffer: a socket would make one of any other
 * array anew at each write.
 */
export function chunkedBuffer(bytes: Uint8Array): Uint8Array {
  const { length } = bytes
  const head = `${length.toString(16)}\r\n`
  const chunk = Buffer.allocUnsafe(head.length + length + 2)
  chunk.write(head, 'latin1')
  chunk.set(bytes, head.length)
  chunk.write('\r\n', head.length + length, 'latin1')
  return chunk
}
