/**
 * The 400 for a request whose URL cannot be told, undefined for any other. Deno and Bun hand on what Node's adapter does
 * not: a URL made of any Host header, which may be none at all, or be routed by a path that the Host smuggles in.
 */
export function refuseUnaddressed({ url, headers }: Request): Response | undefined {
  // RFC 9112 §3.2: more than one Host (which `headers` joins by a comma and a space), or one that is no host, gets a 400.
  if (URL.canParse(url) && !/[/?#\\@\s]/.test(headers.get('host') ?? '')) return undefined
  return new Response('Bad Request\n', { status: 400 })
}
