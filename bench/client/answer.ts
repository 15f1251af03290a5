import { body } from '../streams/source.ts'

export const URL = 'http://localhost/events'

/** A `fetch` whose answer is a stream of these chunks, each there as soon as it is asked for. */
export function answer(chunks: readonly Uint8Array[]): (url: unknown) => Promise<Response> {
  return async () => {
    const response = new Response(body(chunks), { headers: { 'content-type': 'text/event-stream' } })
    // A response that no network brought has no URL, and some clients look at it.
    return Object.defineProperty(response, 'url', { value: URL })
  }
}
