import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import type { StartServer } from '../subject.ts'
import { asked, nextTurn, wordAt } from './fast-source.ts'
import { listen } from './listen.ts'

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n'

/** No iterator and no HTTP server: what a turn gives is one write to the socket. */
export const start: StartServer = async () => {
  const server = createServer((socket) => {
    socket.setNoDelay(true).on('error', () => undefined)
    socket.once('data', (bytes) => void stream(socket, String(bytes).split(' ')[1] ?? ''))
  })
  return { port: await listen(server) }
}

async function stream(socket: Socket, path: string): Promise<void> {
  const { perTurn, turns } = asked(path)
  socket.write(HEAD)
  for (let turn = 0; turn < turns; turn += 1) {
    await nextTurn()
    const frames = Array.from({ length: perTurn }, (_, each) => `data: ${wordAt(turn * perTurn + each)}\n\n`).join('')
    if (!socket.write(`${frames.length.toString(16)}\r\n${frames}\r\n`)) await once(socket, 'drain')
  }
  socket.end('0\r\n\r\n')
}
