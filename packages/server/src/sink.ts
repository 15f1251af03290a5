/**
 * Wraps the bytes of one write as a sink must have them, such as {@link chunked} for sinks that write below the HTTP layer.
 * All sinks of a kind share one function, by which a batch for many of them is wrapped once.
 */
export type Framing = (bytes: Uint8Array) => Uint8Array

/** What a sink tells its session. */
export interface SinkListener {
  /** A sink whose `write` answered false takes more now. */
  drain(): void
  /** The transport is gone, whoever ended it. Said once; nothing is said after it. */
  gone(): void
}

/**
 * What a platform gives a session to write to. It never blocks and never throws: once the transport is gone,
 * `write` drops what it is given.
 */
export interface Sink {
  /** What `write` must be given; undefined where it takes bytes as they are. */
  readonly framing: Framing | undefined
  /** Sets the one listener. If the transport is gone already, says so at once. */
  attach(listener: SinkListener): void
  /**
   * Takes bytes, always; false asks to wait for `drain`. The bytes are shared with other sinks and must be neither
   * changed nor transferred.
   */
  write(bytes: Uint8Array): boolean
  /**
   * As `write`, for frames that are for this one reader: a sink may join those of a turn, and put them into bytes once.
   * Without it their bytes are framed and written. @default none
   */
  send?(text: string): boolean
  /** Bytes taken and not yet handed to the operating system (or, on stream platforms, to the consumer). */
  readonly bufferedBytes: number
  /**
   * A number that changes whenever some of what is buffered was handed on, for sinks whose `bufferedBytes` stands still
   * while a part of a write goes out. By it a slow client is told from one that is lost. @default bufferedBytes
   */
  readonly progress?: number | undefined
  /**
   * Told when a hub comes to feed the stream, which is to last then: a sink may let go of what its connection would need
   * for other requests.
   */
  dedicate?(): void
  /** Ends the stream after what was written. */
  close(): void
  /**
   * Cuts the stream, so that the peer sees a broken one: at once, and what is buffered is dropped; or, given some `last`
   * bytes, after them and what was written before. Called without them it stops waiting for that.
   */
  abort(last?: Uint8Array): void
}
