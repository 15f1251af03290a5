import { GoneError } from '@eventwire/server'
import type { NodeResponse } from './platform.ts'
import type { ResponseLife } from './response-life.ts'

/** RFC 9113 §7. */
const HTTP2_INTERNAL_ERROR = 2

/** Whether it is of HTTP/2. The request's version does not tell: on HTTP/1 that is what the client claims. */
export function isHttp2(res: NodeResponse): boolean {
  return res.stream !== undefined
}

/** True for what is thrown because a client has left: by its session, by its signal, or by the body of its request. */
export function isLeaving(error: unknown, life: ResponseLife): boolean {
  if (error instanceof GoneError) return true
  if (!(error instanceof Error) || !life.isOver) return false
  return error.name === 'AbortError' || codeOf(error) === 'ECONNRESET'
}

/** Breaks the connection off, so that the client sees that something is missing. */
export function cut(res: NodeResponse): void {
  // A response that waits behind another one has no connection to break yet, and would block it later.
  if (!res.socket) res.once('socket', (socket) => socket.destroy())
  // Node would end an HTTP/2 stream without an error, as if it were complete: RFC 9113 §8.1 takes RST_STREAM for one that
  // is not, §7 has the code.
  if (res.stream && !res.stream.destroyed) res.stream.close(HTTP2_INTERNAL_ERROR)
  res.destroy()
}

/** The code that Node gives an error. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
