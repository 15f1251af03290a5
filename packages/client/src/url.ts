/**
 * `url` as an absolute http(s) URL.
 *
 * @param base What a relative one is relative to. @default the page's or the worker's own URL
 * @throws TypeError if it is no URL, relative with nothing to be relative to, or of another scheme.
 */
export function resolveUrl(url: string | URL, base: string | undefined = ownUrl()): URL {
  const text = String(url)
  const resolved = URL.canParse(text, base) ? new URL(text, base) : undefined
  if (resolved && /^https?:$/.test(resolved.protocol)) return resolved
  throw new TypeError(`url must be http: or https:, and absolute where there is no page, got ${JSON.stringify(text)}`)
}

/** `url` for people to read: without the query and the password, which may be secrets. */
export function displayUrl(url: string): string {
  const { origin, pathname } = new URL(url)
  return origin + pathname
}

/** What a relative URL is relative to, where there is something. */
export function ownUrl(): string | undefined {
  // Only pages have a document and only pages and workers have a location: asked for by name, as nothing else here
  // may know the platform. A page's <base> counts, as it does for the browser's own EventSource (HTML §9.2.2).
  const { document, location } = globalThis as { document?: { baseURI?: string }; location?: { href?: string } }
  return document?.baseURI ?? location?.href
}
