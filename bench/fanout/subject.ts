/** A server with many readers, as the benchmark drives it. */
interface FanoutServer {
  readonly port: number
  /** Sends these data to every reader, each as an event of its own, with an id. Called once per turn of the event loop. */
  publish(data: readonly string[]): unknown
}

/** Starts a server that accepts any number of readers at `/`. */
export type StartServer = () => Promise<FanoutServer>
