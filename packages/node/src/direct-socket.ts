import { OutgoingMessage } from 'node:http'
import { isHttp2 } from './leaving.ts'
import type { NodeRequest, NodeResponse, NodeSocket } from './platform.ts'

/** Node's own, as they were when this was loaded: compression and tracing put theirs in their place. */
const { write, end } = OutgoingMessage.prototype

/**
 * The socket of a response to which chunks can be written past the response, which costs half as much: if the response
 * is chunked (HTTP/1.1), its head is sent and is not said to be encoded, nobody has changed its methods or holds it back,
 * and the socket is its own by now (it is not while the response waits behind another one).
 */
export function directSocket(request: NodeRequest, response: NodeResponse): NodeSocket | undefined {
  const { socket } = request
  const isPlain = response.write === write && response.end === end && !response.hasHeader?.('content-encoding')
  const isItsOwn = response.socket === socket && response.chunkedEncoding === true && response.headersSent
  // What waits in the response itself would come after what is written past it.
  const isEmpty = response.writableLength === socket.writableLength
  return !isHttp2(response) && isPlain && isItsOwn && isEmpty ? socket : undefined
}
