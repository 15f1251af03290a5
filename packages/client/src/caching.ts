/** `init` so that no cache answers for the server (HTML §9.2.2), unless it says itself what caches may do. */
export function bypassCaches<Init extends RequestInit & { headers: Headers }>(init: Init): Init {
  if (init.cache !== undefined) return init
  const supported = supportsNoStore()
  // With `no-store` fetch itself sends this header. Bun and Deno take the option and do nothing. In browsers it must not
  // be set by script, where it makes a cross-origin request ask for permission first; hence the question by name.
  const isSilent = !supported || 'Bun' in globalThis || 'Deno' in globalThis
  if (isSilent && !init.headers.has('cache-control')) init.headers.set('cache-control', 'no-cache')
  return supported ? { ...init, cache: 'no-store' } : init
}

/** Cloudflare's workerd throws at the option, depending on its compatibility date. */
function supportsNoStore(): boolean {
  try {
    return new Request('http://localhost', { cache: 'no-store' }).cache === 'no-store'
  } catch {
    return false
  }
}
