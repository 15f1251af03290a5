import { createServer, type Socket } from 'node:net'
import { listen } from './listen.ts'
import type { StartServer } from '../subject.ts'

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n'

/** No HTTP server, no bounds, no resume: the bytes of a turn are made once and written to every socket. */
export const start: StartServer = async () => {
  const sockets = new Set<Socket>()
  let id = 0
  const server = createServer((socket) => {
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
