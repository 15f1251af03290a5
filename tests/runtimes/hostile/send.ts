import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { Answer } from './answer.ts'
import { floodFrames } from './flood.ts'

/** Writes an answer to the bare socket, so that every byte is chosen here; and then ends it, in the way of its fault. */
export async function send(socket: Socket, answer: Answer, after: number, cors: string): Promise<void> {
  const { status = 200, log, body = log?.slice(after).join('') ?? '', framing = 'chunked', fault, flood } = answer
  if (log && after >= log.length) {
    socket.end(`HTTP/1.1 204 No Content\r\n${cors}connection: close\r\n\r\n`)
    return
  }
  const bytes = Buffer.from(body)
  const headers = Object.entries(answer.headers ?? { 'content-type': 'text/event-stream' })
  if (framing === 'chunked') headers.push(['transfer-encoding', 'chunked'])
  if (framing === 'length') headers.push(['content-length', String(bytes.length + (answer.lie ?? 0))])
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  await write(socket, `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${cors}connection: close\r\n${lines}\r\n`)

  const frame = framing === 'chunked' ? chunk : (piece: Buffer): Buffer => piece
  for (const piece of pieces(bytes.subarray(0, answer.cutAt), answer.pieces)) await write(socket, frame(piece))
  if (flood !== undefined) {
    for (const piece of floodFrames(flood, after)) {
      if (socket.destroyed) return
      if (!socket.write(frame(piece))) await roomOrGone(socket)
    }
  }
  if (fault === 'stall') return
  if (fault === 'reset') socket.resetAndDestroy()
  else if (fault === 'fin' || framing !== 'chunked') socket.end()
  else socket.end('0\r\n\r\n')
}

/** One write, which the kernel has when this resolves; a client that has gone is none of its business. */
async function write(socket: Socket, data: string | Buffer): Promise<void> {
  await new Promise<void>((resolve) => {
    if (socket.destroyed) resolve()
    else socket.write(data, () => resolve())
  })
}

async function roomOrGone(socket: Socket): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      socket.off('drain', done).off('close', done)
      resolve()
    }
    socket.on('drain', done).on('close', done)
  })
}

function chunk(piece: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')])
}

function* pieces(bytes: Buffer, size = bytes.length): Iterable<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}
