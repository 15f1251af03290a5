/**
 * An event to write: what to set, where a reader's `ServerSentEvent` says what is in force. A property that is
 * `undefined` is the same as one that is absent.
 */
export interface ServerSentEventInit {
  /**
   * The type that listeners listen to; absent or `''` means `message`. No CR and no LF. An event with a type and no
   * data reaches nobody: set `data: ''`.
   */
  readonly type?: string | undefined
  /**
   * What the event says; `''` is an event with empty data, absent is no event at all (then only `id` and `retry` have an
   * effect). CRLF, CR and LF all arrive as LF; everything else arrives as it is, lone surrogates as U+FFFD.
   */
  readonly data?: string | undefined
  /**
   * The new last event ID, in force from this event on until the next one; `''` resets it, absent leaves it. It must be
   * able to come back in a `Last-Event-ID` header, so: no control characters (C0, U+007F), no white space at its ends,
   * no lone surrogates.
   */
  readonly id?: string | undefined
  /** Milliseconds that a client waits before it reconnects: an integer from 0 to 2147483647 (2³¹ − 1). */
  readonly retry?: number | undefined
}
