import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect as dial, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { connect } from '@eventwire/client'
import { HostileServer } from './hostile/server.ts'
import { nginx } from './requirements.ts'

// proxy_pass and nothing else. nginx asks by HTTP/1.0, so that a server sends no chunks, and then keeps what is small unless
// the response says no or proxy_buffering is off.

const skip = nginx.find() === undefined ? `nginx not found. Get it with: ${nginx.get}` : false
const EVENT = 'id: 1\ndata: a\n\n'

test('a stream behind nginx comes at once if the response says X-Accel-Buffering: no', { skip }, async () => {
  await using server = await HostileServer.start()
  await behindNginx(server.origin, async (origin) => {
    const headers = { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' }
    const url = server
      .url('unbuffered', [{ headers, body: EVENT, framing: 'close', fault: 'stall' }])
      .replace(server.origin, origin)
    for await (const { data } of connect(url)) {
      assert.equal(data, 'a')
      break
    }
    // nginx tells the server that its client has left.
    await fetch(`${server.origin}/seen/unbuffered?closed=1`)
    assert.equal(server.seen('unbuffered')[0]?.closed, true)
  })
})

test('without it nginx keeps what is small, until the stream ends', { skip }, async () => {
  await using server = await HostileServer.start()
  await behindNginx(server.origin, async (origin) => {
    const url = server
      .url('buffered', [{ body: EVENT, framing: 'close', fault: 'stall' }])
      .replace(server.origin, origin)
    const connection = connect(url)
    const event = connection[Symbol.asyncIterator]().next()
    try {
      while (server.seen('buffered').length === 0) await delay(5)
      assert.equal(await Promise.race([event, delay(300)]), undefined)
      server.socket('buffered')?.end()
      assert.equal((await event).value?.data, 'a')
    } finally {
      await connection.close()
    }
  })
})

async function behindNginx(target: string, use: (origin: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'eventwire-nginx-'))
  const port = await freePort()
  const file = join(folder, 'nginx.conf')
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder};`)
  await writeFile(
    file,
    `daemon off; master_process off; pid ${folder}/pid; error_log stderr; events {}
    http { access_log off; large_client_header_buffers 4 32k; ${temporary.join(' ')}
    server { listen 127.0.0.1:${port}; location / { proxy_pass ${target}; } } }`,
  )
  const child = spawn(nginx.find() ?? '', ['-p', folder, '-c', file], { stdio: ['ignore', 'inherit', 'inherit'] })
  try {
    await answering(port)
    await use(`http://127.0.0.1:${port}`)
  } finally {
    child.kill()
    await once(child, 'close')
    await rm(folder, { recursive: true })
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function answering(port: number): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    const socket = dial(port, '127.0.0.1')
    const isOpen = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    })
    socket.destroy()
    if (isOpen === true) return
    await delay(10)
  }
  throw new Error('nginx does not answer')
}
