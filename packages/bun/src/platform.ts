/**
 * What is needed of the server that `Bun.serve` gives a `fetch` as second argument: structural, so that no ambient type
 * of a runtime is in our declarations.
 */
export interface BunServer {
  /** Seconds of silence after which Bun closes the connection of a request; 0 for never. */
  timeout(request: Request, seconds: number): void
}
