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

/**
 * The positions at which a stream of these bytes is broken off, its own end left out: all of them, or in a long stream
 * every 97th (a prime, so that it falls on everything), since each costs a parse of all that is before it.
 */
export function endsOf({ length }: Uint8Array): number[] {
  const step = length <= 400 ? 1 : 97
  return Array.from({ length: Math.ceil(length / step) }, (_, index) => index * step)
}
