import { GoneError } from '@eventwire/server'
import type { NodeRequest, NodeResponse } from './platform.ts'

/** RFC 9113 §7. */
const HTTP2_INTERNAL_ERROR = 2

/** Whether it is of HTTP/2. The request's version does not tell: on HTTP/1 that is what the client claims. */
export function isHttp2(res: NodeResponse): boolean {
  return res.stream !== undefined
}

/** True once a response is over: it was sent whole, or its client has left. */
export function isOver(req: NodeRequest, res: NodeResponse): boolean {
  if (res.stream) return res.stream.destroyed
  return res.destroyed === true || req.socket.destroyed
}

/** Calls back once when a response is over, at once if it is already. */
export function whenOver(req: NodeRequest, res: NodeResponse, listener: () => void): void {
  if (isOver(req, res)) return listener()
  if (isHttp2(res)) {
    res.on('close', listener)
    return
  }
  let told = false
  const { socket } = req
  const over = (): void => {
    socket.off('close', over)
    if (told) return
    told = true
    listener()
  }
  res.on('close', over)
  // Before Node 24 a response that waits behind another one of its connection is not told that the connection is lost.
  // One connection may have any number of them.
  socket.setMaxListeners(0)
  socket.on('close', over)
}

/** A signal that aborts when the client leaves before it has all of the response. */
export function leavingSignal(req: NodeRequest, res: NodeResponse): AbortSignal {
  const left = new AbortController()
  whenOver(req, res, () => {
    if (!res.writableFinished) left.abort()
  })
  return left.signal
}

/** True for what is thrown because a client has left: by its session, by its signal, or by the body of its request. */
export function isLeaving(error: unknown, req: NodeRequest, res: NodeResponse): boolean {
  if (error instanceof GoneError) return true
  if (!(error instanceof Error) || !isOver(req, res)) return false
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
