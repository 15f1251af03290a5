import type { Slice } from './workloads.ts'

/**
 * What no parser can do without, where each event is one chunk: decode the chunk, make the object. It searches nothing,
 * checks nothing, and knows from the start where the data is.
 */
export function floor(chunks: readonly Uint8Array[], { start, end, type }: Slice): number {
  const decoder = new TextDecoder()
  let sum = 0
  for (const chunk of chunks) {
    const text = decoder.decode(chunk)
    const event = { type, data: text.slice(start, text.length - end), lastEventId: '' }
    sum += event.data.length + event.data.charCodeAt(event.data.length - 1)
  }
  return sum
}
