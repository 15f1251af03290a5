/** A server that listens. */
export interface EventServer extends AsyncDisposable {
  /** For example `http://127.0.0.1:8080`. */
  readonly url: string
  readonly port: number
  /**
   * Takes no more connections, ends all sessions, and resolves once every connection is closed: at the latest after
   * `closeTimeout`.
   */
  close(): Promise<void>
}

/** For adapters: what a platform has brought up. */
export interface Listening {
  /** The port that it got. */
  readonly port: number
  /** Takes no more connections; resolves once the requests in flight are answered, or cut. */
  close(): Promise<unknown>
  /** Cuts whatever is left, after {@link Listening.close}. */
  cut(): unknown
}

/** Where a server is reached. RFC 3986 §3.2.2: an IPv6 address stands in brackets. */
export function serverUrl(hostname: string, port: number): string {
  return `http://${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`
}
