/** What the hostile server does with one request. A plan is a list of them, in the order of the requests; then 204. */
export interface Answer {
  /** @default 200 */
  readonly status?: number
  /** @default that the body is an event stream */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Frames with the ids 1, 2, …: those after the request's Last-Event-ID are the body; when none is left, 204. */
  readonly log?: readonly string[]
  /** Bytes of events to send as fast as they are taken, with ids that go on from the request's. */
  readonly flood?: number
  /** Bytes of each piece. @default all at once */
  readonly pieces?: number
  /** How the body's end is told: by chunks, by Content-Length, or by the end of the connection. @default 'chunked' */
  readonly framing?: 'chunked' | 'length' | 'close'
  /** Bytes that Content-Length says too much. */
  readonly lie?: number
  /** How the body ends before its time: at `cutAt`, or after all of it. */
  readonly fault?: 'reset' | 'fin' | 'stall'
  /** Bytes of the body that come before the fault. */
  readonly cutAt?: number
}

/** One request, and what became of its answer. */
export interface Seen {
  readonly method: string
  readonly query: string
  /** As text: the header's bytes are UTF-8. */
  readonly lastEventId: string | undefined
  readonly headers: Readonly<Record<string, unknown>>
  body: string
  /** Whether the connection has gone. */
  closed: boolean
  readonly at: number
}
