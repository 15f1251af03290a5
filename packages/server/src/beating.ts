import { encode, encodeComment } from '@eventwire/encoder'

/** No client reports it. */
const COMMENT: string = encodeComment()

/** What a session writes at each heartbeat, if its type is given: without an id it leaves the last event ID as it is. */
export function heartbeatFrame(type: string): string {
  // HTML §9.2.6: what has no data is not dispatched. Pages parse data as JSON more often than not.
  return encode({ type, data: '{}' })
}

/** What of a transport there is to a heartbeat. */
interface Silent {
  /** Written at each heartbeat, instead of a comment after a silence. */
  readonly heartbeatFrame: string | undefined
  readonly writable: boolean
  write(frame: string): unknown
}

/** What a session does at a heartbeat: an event of its own at each, or a comment if there was silence. */
export function breakSilence(transport: Silent, silent: boolean): void {
  const frame = transport.heartbeatFrame ?? (silent ? COMMENT : undefined)
  // What came before it at this beat may have filled the transport.
  if (frame !== undefined && transport.writable) transport.write(frame)
}
