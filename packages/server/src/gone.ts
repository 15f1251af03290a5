/**
 * Why a session is over:
 * - `left`: the client closed the connection, or the network did;
 * - `closed`: this side ended the stream;
 * - `overflow`: more was sent than `maxBufferedBytes` while the client did not read;
 * - `write-timeout`: bytes waited for the client, and it took none of them for `writeTimeout`;
 * - `max-age`: it was closed at its `maxAge`, so that its client comes back, perhaps to another server;
 * - `expired`: what `authorize` granted was over (`expiresAt`);
 * - `slow`: it had fallen behind its hub, and is not to be served from the log (`slow: 'disconnect'`);
 * - `revoked`: the application took its right away (`hub.revoke`);
 * - `failed`: a source or a snapshot of the application threw, and the stream was cut so that the client comes back.
 */
export type GoneReason =
  | 'left'
  | 'closed'
  | 'overflow'
  | 'write-timeout'
  | 'max-age'
  | 'expired'
  | 'slow'
  | 'revoked'
  | 'failed'

const SENTENCES: Readonly<Record<GoneReason, string>> = {
  left: 'The client left',
  closed: 'The session was closed on this side',
  overflow: 'The client did not read and its buffer was full (maxBufferedBytes)',
  'write-timeout': 'Bytes waited for the client, and it took none of them for too long (writeTimeout)',
  'max-age': 'The session was closed on this side because of its age (maxAge)',
  expired: 'What the session was granted is over (expiresAt)',
  slow: "The client fell behind the hub, and its subscription ends then (slow: 'disconnect')",
  revoked: 'The application took the right to this stream away (hub.revoke)',
  failed: 'The source of this session failed, so that its stream was cut',
}

/** The reason of a session's `gone` signal. */
export class GoneError extends Error {
  override readonly name = 'GoneError'
  readonly code: GoneReason

  constructor(code: GoneReason) {
    super(SENTENCES[code])
    this.code = code
  }
}

/** Whether an error is only how a source that follows `gone` ends: by its reason, or by an abort of its own. */
export function isLeaving(error: unknown, gone: AbortSignal): boolean {
  if (!gone.aborted) return false
  return error === gone.reason || (error instanceof Error && error.name === 'AbortError')
}
