import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { connect } from '@eventwire/client'
import { HostileServer } from './hostile/server.ts'
import { behindNginx } from './nginx-proxy.ts'
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
