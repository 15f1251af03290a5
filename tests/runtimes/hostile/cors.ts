import type { ServerResponse } from 'node:http'

/** Fetch §3.3: what lets another origin read the answer; as lines of a response's head. */
export function corsHeaders(cors: string | null): string {
  return cors === null ? '' : 'access-control-allow-origin: *\r\n'
}

/** Answers what a browser asks before it sends a header that is not on Fetch's safelist. */
export function preflight(response: ServerResponse, cors: string | null): void {
  if (cors !== null) response.setHeader('access-control-allow-origin', '*')
  if (cors === 'allow') response.setHeader('access-control-allow-headers', 'last-event-id, cache-control, content-type')
  if (cors === 'refuse') response.setHeader('access-control-allow-headers', 'cache-control, content-type')
  response.writeHead(204).end()
}
