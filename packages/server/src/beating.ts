import { encode, encodeComment } from '@eventwire/encoder'
import type { Transport } from './transport.ts'

/** No client reports it. */
const COMMENT: string = encodeComment()

/** What a session writes at a heartbeat: a comment if it was silent, or an event of its own at each. */
export function beating(transport: Transport, event: string | undefined): (silent: boolean) => void {
  if (event === undefined) {
    return (silent) => {
      if (silent) transport.write(COMMENT)
    }
  }
  // HTML §9.2.6: what has no data is not dispatched. Pages parse data as JSON more often than not. Without an id it
  // leaves the last event ID as it is.
  const frame = encode({ type: event, data: '{}' })
  return () => {
    // What came before it at this beat may have filled the transport.
    if (transport.writable) transport.write(frame)
  }
}
