import { once } from 'node:events'
import { connect as connectHttp2 } from 'node:http2'
import { connect as connectPlain } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { ReadersInit } from './orders.ts'
import type { Tally } from './tally.ts'

const HOST = '127.0.0.1'
/** All plain sockets read into one buffer. What ends a search for the end of an event is behind it. */
const SIZE = 64 * 1024
const memory = Buffer.alloc(SIZE + 2)
const shared = memory.subarray(0, SIZE)

/** Opens one connection, whose events are counted; resolves once it gets its first bytes. */
export function open(init: ReadersInit, path: string, tally: Tally): Promise<unknown> {
  if (init.stalled) return openStalled(init.port, path)
  const openers = { http: openPlain, https: openTls, http2: openHttp2 }
  return openers[init.protocol](init.port, path, tally)
}

function openPlain(port: number, path: string, tally: Tally): Promise<void> {
  const count = tally.connection()
  return new Promise((resolve, reject) => {
    const onread = {
      buffer: shared,
      callback(length: number): boolean {
        memory[length] = memory[length + 1] = 10
        count(memory, length)
        resolve()
        return true
      },
    }
    const socket = connectPlain({ port, host: HOST, onread })
    socket.on('error', reject)
    socket.write(requestFor(path))
  })
}

/** One that sends its request and reads nothing. */
async function openStalled(port: number, path: string): Promise<void> {
  const socket = connectPlain({ port, host: HOST }).pause()
  await once(socket, 'connect')
  socket.write(requestFor(path))
  // A server that cuts it is no failure of ours.
  socket.on('error', () => undefined)
}

async function openTls(port: number, path: string, tally: Tally): Promise<void> {
  const count = tally.connection()
  const socket = connectTls({ port, host: HOST, rejectUnauthorized: false })
  socket.on('data', (bytes: Buffer) => count(bytes, bytes.length))
  socket.write(requestFor(path))
  await once(socket, 'data')
}

async function openHttp2(port: number, path: string, tally: Tally): Promise<void> {
  const count = tally.connection()
  const session = connectHttp2(`https://${HOST}:${port}`, { rejectUnauthorized: false })
  const stream = session.request({ ':path': path, accept: 'text/event-stream' })
  stream.on('data', (bytes: Buffer) => count(bytes, bytes.length))
  await once(stream, 'response')
}

function requestFor(path: string): string {
  return `GET ${path} HTTP/1.1\r\nHost: test\r\nAccept: text/event-stream\r\n\r\n`
}
