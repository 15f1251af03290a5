/** True for what a handler meets whose client has left: by its signal, or by the body of its request. */
export function isLeaving(error: unknown, request: Request): boolean {
  if (!(error instanceof Error)) return false
  // Only now: to look at the signal makes Deno warn of it, and who was aborted by it has looked already.
  if (error.name === 'AbortError') return request.signal.aborted
  // Any failure of HTTP gives this name; a request's body that was reset, this message.
  if (error.name === 'Http') return error.message.endsWith('while reading HTTP/1 body')
  // Any lost resource gives this name; a body, this message.
  return error.name === 'BadResource' && error.message.startsWith('Cannot read body')
}
