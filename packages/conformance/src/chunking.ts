/** `bytes` in chunks of `size` bytes each, the last one shorter if need be. Every chunk is a copy. */
export function chunksOf(bytes: Uint8Array, size: number): Uint8Array[] {
  const chunks: Uint8Array[] = []
  for (let start = 0; start < bytes.length; start += size) chunks.push(bytes.slice(start, start + size))
  return chunks
}

/** `bytes` in two chunks, cut before the byte at `position`. */
export function splitAt(bytes: Uint8Array, position: number): [Uint8Array, Uint8Array] {
  return [bytes.slice(0, position), bytes.slice(position)]
}
