/**
 * What is needed of Node's requests and responses, those of `node:http` and of the compatibility layer of `node:http2`:
 * structural, so that no ambient type of a runtime is in our declarations.
 */
export interface NodeRequest extends AsyncIterable<unknown> {
  readonly method?: string | undefined
  readonly url?: string | undefined
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Null until someone reads the body. */
  readonly readableFlowing: boolean | null
  readonly socket: NodeSocket
  resume(): unknown
}

/** What a socket stands on. */
export interface NodeHandle {
  /** Bytes of the write under way that the operating system has not taken yet. */
  readonly writeQueueSize?: number
  /** What a TLS handle stands on. */
  readonly _parent?: { readonly writeQueueSize?: number } | null
}

/** What is needed of a request's socket. */
export interface NodeSocket {
  readonly encrypted?: boolean
  readonly destroyed: boolean
  readonly writableEnded: boolean
  /** True once everything was handed to the operating system. */
  readonly writableFinished: boolean
  /** Bytes written and not yet handed to the operating system. */
  readonly writableLength: number
  /** Node's own, undocumented. */
  readonly _handle?: NodeHandle | null
  /** Of a stream's maker: writes what waits as one. */
  _writev?: unknown
  setTimeout(milliseconds: number): unknown
  setNoDelay(noDelay: boolean): unknown
  setKeepAlive(enable: boolean): unknown
  setMaxListeners(count: number): unknown
  cork(): void
  uncork(): void
  /** Calls back once the operating system has the bytes, or will never have them. */
  write(bytes: Uint8Array, callback?: () => void): boolean
  on(event: 'end' | 'close' | 'drain', listener: () => void): unknown
  off(event: 'end' | 'close' | 'drain', listener: () => void): unknown
}

/** What is needed of a response. */
export interface NodeResponse {
  readonly headersSent: boolean
  /** HTTP/2 says it of the stream alone. */
  readonly destroyed?: boolean
  /** Of HTTP/2 alone. */
  readonly stream?: { readonly destroyed: boolean; close(code: number): unknown }
  readonly writableEnded: boolean
  /** True once everything was handed to the operating system. */
  readonly writableFinished: boolean
  /** Bytes written and not yet handed to the operating system. */
  readonly writableLength: number
  /** True if `write` answered false and 'drain' is yet to come. HTTP/2 does not say. */
  readonly writableNeedDrain?: boolean
  /** How often it is to be uncorked before it sends anything. */
  readonly writableCorked?: number
  /** Whether each write becomes a chunk of HTTP/1.1; not documented. */
  readonly chunkedEncoding?: boolean
  hasHeader?(name: string): boolean
  /** Null while it waits behind another response of its connection. */
  readonly socket?: unknown
  writeHead(status: number, headers: Record<string, string | string[]>): unknown
  /** HTTP/2 sends a head when it is written; Node's declarations of its response have no such method. */
  flushHeaders?(): void
  /** Calls back once the operating system has the bytes, or will never have them. */
  write(bytes: Uint8Array, callback?: () => void): boolean
  /** Of middleware that compresses: hands on what it holds back. Node's own response has none. */
  flush?(): void
  end(): unknown
  destroy(): unknown
  on(event: 'drain' | 'close' | 'error', listener: () => void): unknown
  once(event: 'socket', listener: (socket: { destroy(): unknown }) => void): unknown
}

/**
 * Bytes of the write under way that the operating system has not taken yet. Node counts a write as buffered until all of
 * it is gone, which takes a slow client minutes for a large event. What is left of it only the socket's handle knows;
 * under TLS, which encrypts a write at once, the handle below that.
 */
export function queuedBytes(socket: NodeSocket): number {
  return writeQueueSize(socket) ?? 0
}

/** The same; undefined where the handle does not say. */
export function writeQueueSize({ _handle: handle }: NodeSocket): number | undefined {
  return (handle?._parent ?? handle)?.writeQueueSize
}
