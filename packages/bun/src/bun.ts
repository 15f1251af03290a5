import type { BunServer } from './platform.ts'

/** @throws TypeError on another runtime. */
export function bun(): BunNamespace {
  // Through globalThis, so that this can be imported where types are checked or bundles are made.
  const { Bun } = globalThis as { readonly Bun?: Partial<BunNamespace> }
  if (Bun?.serve) return Bun as BunNamespace
  throw new TypeError('serve of @eventwire/bun needs Bun.serve: on another runtime use the adapter of that one')
}

/** What is needed of Bun. */
interface BunNamespace {
  serve(options: BunServeOptions): BunListening
}

/** What is needed of the options of `Bun.serve`. */
interface BunServeOptions {
  readonly port: number
  readonly hostname: string
  readonly fetch: (request: Request, server: BunServer) => Promise<Response>
  readonly error: (error: unknown) => Response
}

/** What is needed of the server that `Bun.serve` returns. */
interface BunListening extends BunServer {
  readonly port: number
  stop(closeActiveConnections?: boolean): Promise<void>
}
