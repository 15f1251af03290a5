import type { FaultyAnswer } from './faulty-answer.ts'
import type { RecordedChunk, RecordedStream } from './record-fetch.ts'

/**
 * The answer by which a `FaultyFetch` gives a recorded stream again, in the same chunks and at the same times. A stream
 * that its reader left, or that was still open, stalls at the end of what came.
 *
 * @example
 * ```ts
 * const streams: RecordedStream[] = JSON.parse(readFileSync('prices.json', 'utf8'))
 * const clock = new FakeClock()
 * const fetch = faultyFetch(streams.map(replayed), clock)
 * // The same, but the network goes at byte 100 of the first:
 * const cut = faultyFetch(streams.map((stream, index) => ({ ...replayed(stream), ...(index === 0 && { faultAt: 100, fault: 'drop' as const }) })), clock)
 * ```
 */
export function replayed({ delay, status, headers, chunks, ended, endedAt }: RecordedStream): FaultyAnswer {
  const fault = ended === 'end' || ended === 'drop' ? ended : 'stall'
  return { delay, status, headers, body: chunks.map(timed), faultAfter: endedAt, fault }
}

function timed(chunk: RecordedChunk): { readonly at: number; readonly bytes: string | Uint8Array } {
  if ('text' in chunk) return { at: chunk.at, bytes: chunk.text }
  return { at: chunk.at, bytes: Uint8Array.from(atob(chunk.base64), (byte) => byte.charCodeAt(0)) }
}
