import { channel } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { HttpServer } from './http-server.ts'
import { mayHaveBody } from './request-body.ts'

/** The listeners that `node:http` has on the socket of a request (Node 20 to 26, Deno 2.9), by their names. */
const LISTENERS = [
  ['close', 'bound socketOnClose'],
  ['data', 'bound socketOnData'],
  ['drain', 'bound socketOnDrain'],
  ['end', 'bound socketOnEnd'],
  ['error', 'socketOnError'],
  ['timeout', 'socketOnTimeout'],
] as const

const LISTENERS_OF_NODE = [...LISTENERS, ['resume', 'onSocketResume'], ['pause', 'onSocketPause']] as const

/** Those of this server and of the response's life, who hear of the socket's end as well. */
const OUR_LISTENERS = 2

/**
 * Takes `node:http` off a connection whose response is to last, and hands its socket over: the parser, the request, the
 * response and what ties them together are more than half of what an idle stream takes. From then on the connection serves
 * nothing else, and what its client sends is dropped. Nothing happens where others wait for the connection or for the end
 * of the response, or where Node is not as it is known.
 */
export function letGo(
  req: IncomingMessage,
  res: ServerResponse,
  server: HttpServer,
  taken: (socket: Socket) => void,
): void {
  if (!req.complete) {
    const again = (): void => {
      if (req.complete) letGo(req, res, server, taken)
    }
    // The rest of a body is not to be taken for the next request. Without one, Deno says a turn later that it is complete.
    if (mayHaveBody(req, res)) req.on('close', again)
    else setImmediate(again)
    return
  }
  const { socket } = req
  const isOver = res.writableEnded || res.destroyed || socket.destroyed
  if (!isOver && server.isAlone(socket) && !isAwaited(res) && detach(req, res)) taken(socket)
}

/** Whether somebody but us may be told of the response's end. */
function isAwaited(res: ServerResponse): boolean {
  return res.listenerCount('close') > OUR_LISTENERS || channel('http.server.response.finish').hasSubscribers
}

function detach(req: IncomingMessage, res: ServerResponse): boolean {
  const { socket } = req
  const listeners: (readonly [event: string, listener: () => void])[] = []
  for (const [event, name] of 'Deno' in globalThis ? LISTENERS : LISTENERS_OF_NODE) {
    const found = listenerOf(socket, event, name)
    if (!found) return false
    listeners.push([event, found])
  }
  const [close] = listeners
  if (!close || socket.listenerCount('data') > 1) return false
  res.detachSocket(socket)
  // Else Node would destroy it, and with it the socket if nobody has read it to its end.
  req.destroyed = true
  withoutStack(close[1])
  for (const [event, listener] of listeners) socket.off(event, listener)
  // An error that nobody listens to would end the process; 'close' follows it.
  socket.on('error', nothing)
  // Where nobody reads, the client's end is not noticed either.
  socket.resume()
  return true
}

function listenerOf(socket: Socket, event: string, name: string): (() => void) | undefined {
  for (const each of socket.listeners(event)) if (each.name === name) return each as () => void
  return undefined
}

/** As if the connection were closed: Node lets go of the parser, with an error for the request, which is over. */
function withoutStack(close: () => void): void {
  const { stackTraceLimit } = Error
  // The stack, which nobody sees, would take half as long as all of a request.
  Error.stackTraceLimit = 0
  try {
    close()
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

function nothing(): void {}
