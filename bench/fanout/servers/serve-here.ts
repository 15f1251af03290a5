import type { EventServer, Handler, ServeOptions } from '@eventwire/server'

type Serve = (handler: Handler, options?: ServeOptions) => Promise<EventServer>

/** `serve` of the adapter for this runtime. */
export async function serveHere(): Promise<Serve> {
  if ('Bun' in globalThis) return (await import('@eventwire/bun')).serve
  if ('Deno' in globalThis) return (await import('@eventwire/deno')).serve
  return (await import('@eventwire/node')).serve
}
