/** A parser of event streams, ours or another's: as fast as its documentation shows how, and as it is judged. */
export interface ParserPeer {
  readonly name: string
  /** As its package.json says. */
  readonly version: string
  /** What of it is called. */
  readonly uses: string
  /** What it can tell its caller at all; what it cannot is not judged. */
  readonly tells: Tells
  /**
   * Reads a whole stream with a parser and a sink of its own. Answers the length of each data and its last character's
   * code, summed up, so that every event was really read.
   */
  consume(chunks: readonly Uint8Array[]): number | Promise<number>
  /** A new parser, to be fed by hand and looked at in between. */
  open(options: { readonly lastEventId?: string }): Reading
}

interface Tells {
  /** The id in force with an event and at the end of the stream. */
  readonly lastEventId: boolean
  /** The last valid `retry`. */
  readonly reconnectionTime: boolean
  /** Whether it can be given the id from before a reconnect. */
  readonly startsFromAnId: boolean
}

/** One stream being read by one peer. */
export interface Reading {
  readonly events: readonly PeerEvent[]
  readonly lastEventId: string
  readonly reconnectionTime: number | undefined
  push(chunk: Uint8Array): void
  /** Settles when everything that follows from what was pushed has happened. */
  settled(): void | Promise<void>
  /** The end of the stream. */
  close(): void | Promise<void>
}

/** An event as a `MessageEvent` would show it: `message` where the peer leaves the type out. */
export interface PeerEvent {
  readonly type: string
  readonly data: string
  readonly lastEventId: string
}
