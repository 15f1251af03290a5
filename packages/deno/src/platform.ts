/**
 * What is needed of `Deno.ServeHandlerInfo`, which `Deno.serve` gives a handler as second argument: structural, so that no
 * ambient type of a runtime is in our declarations.
 */
export interface DenoServeInfo {
  /** Settles once the request is over, however its response ended. */
  readonly completed: Promise<void>
}
