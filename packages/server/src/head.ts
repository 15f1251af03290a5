/** The head of an event stream's response: each header with the reason that it is there. */
const HEAD: readonly { readonly name: string; readonly value: string; readonly why: string }[] = [
  {
    name: 'content-type',
    value: 'text/event-stream',
    why: 'HTML §9.2.2: clients fail the connection for any other type',
  },
  {
    name: 'cache-control',
    value: 'no-store, no-transform',
    why: 'no cache may replay it, no proxy compress and so buffer it',
  },
  { name: 'x-accel-buffering', value: 'no', why: 'nginx hands on each event at once instead of filling a buffer' },
]

/** The headers of an event stream, for the platform to send. No hop-by-hop header: HTTP/2 and fetch forbid them. */
export function eventStreamHeaders(): [name: string, value: string][] {
  return HEAD.map(({ name, value }) => [name, value])
}

/**
 * The answer to a HEAD. RFC 9110 §8.6: a Content-Length would be that of the GET, which has none. Deno and Bun say 0 for
 * a response without a body, and nothing for a stream, even if it is empty as this one.
 */
export function unsizedHead(): Response {
  const body = new ReadableStream({ pull: (controller) => controller.close() }, { highWaterMark: 0 })
  return new Response(body, { headers: eventStreamHeaders() })
}
