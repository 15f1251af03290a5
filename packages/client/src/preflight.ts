/**
 * What may be behind a request that failed, beyond what `fetch` says: a page is not told that a server of another origin
 * has refused it a header (Fetch §3.3.3). Empty if it cannot be that.
 */
export function preflightHint(url: string, headers: Headers): string {
  // Only pages and workers of pages have a location: asked for by name, as nothing else here may know the platform.
  const { location } = globalThis as { location?: { origin?: string } }
  const isForeign = location?.origin !== undefined && location.origin !== new URL(url).origin
  if (!isForeign || !headers.has('last-event-id')) return ''
  return ' (if its console speaks of CORS: the server must allow the header Last-Event-ID)'
}
