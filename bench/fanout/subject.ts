/** A server with many readers, as the benchmark drives it. */
export interface FanoutServer {
  readonly port: number
  /** The processes that do the work, if it is not this one alone. */
  readonly pids?: readonly number[]
  /**
   * Sends these data to every reader of a channel, each as an event of its own, with an id. Called once per turn of the
   * event loop; `first` is the number of the first of them since the order. Not there where a reader's path says what it gets.
   */
  publish?(data: readonly string[], channel: string, first: number): unknown
  /** Ends what was started beside it. */
  stop?(): void
}

/** Starts a server that accepts any number of readers, at any path. */
export type StartServer = () => Promise<FanoutServer>
