import { writeQueueSize, type NodeSocket } from './platform.ts'

const PIECE = 64 * 1024

/**
 * Writes to a socket. Where its handle does not say how much of a write is left (Deno), a large one goes in pieces, so that a
 * client that takes it slowly does not look like one that takes nothing.
 */
export function writeSocket(socket: NodeSocket, bytes: Uint8Array, sent?: () => void): boolean {
  if (bytes.length <= PIECE || writeQueueSize(socket) !== undefined) return socket.write(bytes, sent)
  // Else the stream joins the pieces again.
  socket._writev = null
  let hasRoom = true
  for (let at = 0; at < bytes.length; at += PIECE) {
    const isLast = at + PIECE >= bytes.length
    hasRoom = socket.write(bytes.subarray(at, at + PIECE), isLast ? sent : undefined)
  }
  return hasRoom
}
