import { seededRandom } from '../harness/random.ts'
import { token } from '../parser/events.ts'
import { checksum, type Stream } from '../parser/stream.ts'

/** Tokens of 250 bytes, so many to a chunk. */
export function tokens(events: number, perChunk: number): Omit<Stream, 'bytes'> {
  const random = seededRandom(1)
  const encoder = new TextEncoder()
  const all = Array.from({ length: events }, () => token(random))
  const chunks = Array.from({ length: Math.ceil(events / perChunk) }, (_, index) => {
    const part = all.slice(index * perChunk, (index + 1) * perChunk)
    return encoder.encode(part.map(({ wire }) => wire).join(''))
  })
  return { chunks, events, checksum: checksum(all) }
}

/** A body that has its next chunk whenever it is asked for it. */
export function body(chunks: readonly Uint8Array[]): ReadableStream<Uint8Array<ArrayBuffer>> {
  let index = 0
  return new ReadableStream({
    pull(controller) {
      const chunk = chunks[index]
      index += 1
      if (chunk === undefined) controller.close()
      else controller.enqueue(chunk as Uint8Array<ArrayBuffer>)
    },
  })
}
