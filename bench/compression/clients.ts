// A program: many clients of one stream, in a process of their own. They say when all have been sent something since they
// were asked. Arguments: the port, how many.

import { once } from 'node:events'
import { connect } from 'node:net'

const [port = 0, count = 0] = process.argv.slice(2).map(Number)
const waiting = new Set<number>()
const all = Array.from({ length: count }, (_, index) => index)

process.on('message', ask)
for (const index of all) {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.on('data', () => {
    if (waiting.delete(index) && waiting.size === 0) process.send?.('all')
  })
  socket.write('GET / HTTP/1.1\r\nHost: bench\r\nAccept-Encoding: gzip\r\n\r\n')
}
process.send?.('connected')

function ask(): void {
  for (const index of all) waiting.add(index)
}
