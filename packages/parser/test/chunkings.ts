import fc from 'fast-check'

/** Sizes of chunks on both sides of every size at which the parser changes its ways. */
const SIZES = [0, 1, 2, 3, 5, 7, 8, 9, 30, 31, 32, 33, 64, 224, 255, 256, 257, 288, 1023, 1024, 1025, 4000]

/** Sizes of chunks, to be taken in turn: of one kind, or mixed. */
export function chunkSizes(): fc.Arbitrary<number[]> {
  const size = fc.constantFrom(...SIZES)
  return fc.oneof(
    size.map((only) => [only || 1]),
    // The last one makes sure that there is an end.
    fc.array(size, { maxLength: 12, size: 'max' }).map((sizes) => [...sizes, 6]),
  )
}

/** `whole` in chunks of these sizes, again and again. */
export function inChunks<T extends Uint8Array | string>(whole: T, sizes: readonly number[]): T[] {
  const chunks: T[] = []
  let start = 0
  while (start < whole.length) {
    for (const size of sizes) chunks.push(whole.slice(start, (start += size)) as T)
  }
  return chunks
}

/** The chunks as views of one piece of memory each, which is overwritten as soon as the next one is asked for. */
export function* lent(chunks: Iterable<Uint8Array>, memory: Uint8Array): Generator<Uint8Array> {
  for (const chunk of chunks) {
    const view = memory.subarray(3, 3 + chunk.length)
    view.set(chunk)
    yield view
    memory.fill(0x0a)
  }
}
