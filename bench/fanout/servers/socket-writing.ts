import type { Server, Socket } from 'node:net'
import type { FanoutServer } from '../subject.ts'
import { listen } from './listen.ts'

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n'

/** No HTTP server, no bounds, no resume: the bytes of a turn are made once and written to every socket. */
export async function socketWriting(create: (ready: (socket: Socket) => void) => Server): Promise<FanoutServer> {
  const sockets = new Set<Socket>()
  let id = 0
  const server = create((socket) => {
    socket.setNoDelay(true)
    socket.once('data', () => {
      socket.write(HEAD)
      sockets.add(socket)
    })
    socket.once('close', () => sockets.delete(socket))
    // A reader that resets its connection is no failure.
    socket.on('error', () => undefined)
  })
  const publish = (data: readonly string[]): void => {
    const frames = data.map((each) => `id: aaaaaaaaaaaa-${(id += 1)}\ndata: ${each}\n\n`).join('')
    const chunk = Buffer.from(`${Buffer.byteLength(frames).toString(16)}\r\n${frames}\r\n`)
    for (const socket of sockets) socket.write(chunk)
  }
  return { port: await listen(server), publish }
}
