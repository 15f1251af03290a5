import type { DenoServeInfo } from './platform.ts'

/** @throws TypeError on another runtime. */
export function deno(): DenoNamespace {
  // Through globalThis, so that this can be imported where types are checked or bundles are made.
  const { Deno } = globalThis as { readonly Deno?: Partial<DenoNamespace> }
  if (Deno?.serve) return Deno as DenoNamespace
  throw new TypeError('serve of @eventwire/deno needs Deno.serve: on another runtime use the adapter of that one')
}

/** What is needed of Deno. */
interface DenoNamespace {
  serve(options: DenoServeOptions, handler: (request: Request, info: DenoServeInfo) => Promise<Response>): DenoServer
}

/** What is needed of the options of `Deno.serve`. */
interface DenoServeOptions {
  readonly port: number
  readonly hostname: string
  readonly signal: AbortSignal
  readonly onListen: () => void
  readonly onError: (error: unknown) => Response
}

/** What is needed of `Deno.HttpServer`. */
interface DenoServer {
  readonly addr: { readonly port: number }
  /** Resolves once it listens no more and all connections are closed. */
  readonly finished: Promise<void>
}
