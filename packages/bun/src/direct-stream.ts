/** What Bun gives the `pull` of a direct stream: its HTTP response, or whoever reads the stream in JavaScript. */
export interface DirectController {
  /**
   * Takes bytes, always, and copies what it cannot hand on at once. A number: they have left, or leave at the end of the
   * turn; 0 if the client has gone. A promise: they wait for the client, until it settles.
   */
  write(bytes: Uint8Array): number | Promise<number>
  /** Given true, an HTTP response answers with a promise that settles once everything has left. */
  flush(wait?: boolean): unknown
  /** Ends the stream after what was written. */
  end(): unknown
}

/** Bun's own type of source, which the types of the platform do not know. */
interface DirectSource {
  readonly type: 'direct'
  /** Called once, when the stream is first read. An HTTP response breaks off if its promise rejects. */
  readonly pull: (controller: DirectController) => Promise<void>
  /** The client has left. */
  readonly cancel: () => void
}

/** A stream without a queue between its source and its response: https://bun.com/docs/runtime/streams#direct-readablestream */
export function directStream(source: Omit<DirectSource, 'type'>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const direct: DirectSource = { type: 'direct', ...source }
  return new ReadableStream(direct as unknown as UnderlyingDefaultSource<Uint8Array<ArrayBuffer>>)
}
