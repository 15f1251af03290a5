import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createSecureServer, type ServerHttp2Stream } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { Agent, fetch as fetchH2 } from 'undici'
import { connect, type Fetch } from '@eventwire/client'
import { certificate } from './certificate.ts'
import { launchChromium } from './chromium.ts'
import { openssl } from './requirements.ts'
import { site } from './site.ts'

const skip = openssl.find() === undefined ? `openssl not found. Get it with: ${openssl.get}` : false

test('HTTP/2, by a fetch that speaks it: ended, resumed, and left', { skip }, async () => {
  const { key, cert } = await certificate()
  const server = createSecureServer({ key, cert }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const ids: unknown[] = []
  let last: ServerHttp2Stream | undefined
  server.on('stream', (stream, headers) => {
    const id = headers['last-event-id']
    ids.push(id)
    last = stream
    stream.respond({ ':status': 200, 'content-type': 'text/event-stream' })
    if (id === undefined) stream.write('id: 1\ndata: a\n\n', () => stream.end())
    else stream.write('id: 2\ndata: b\n\n')
  })

  const agent = new Agent({ allowH2: true, connect: { rejectUnauthorized: false } })
  // undici's own types of fetch are not those of the platform.
  const fetch = ((url: string, init: object) => fetchH2(url, { ...init, dispatcher: agent })) as unknown as Fetch
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const events: string[] = []
  for await (const { data } of connect(url, { fetch, retry: { initialDelay: 1, maxDelay: 1 } })) {
    events.push(data)
    if (data === 'b') break
  }
  if (last && !last.closed) await once(last, 'close')

  assert.deepEqual(
    [events, ids],
    [
      ['a', 'b'],
      [undefined, '1'],
    ],
  )
  await agent.close()
  server.close()
})

test('HTTP/2, by Chromium: ended, resumed, and left', { skip }, async () => {
  const requests: string[][] = []
  let left: Promise<unknown> | undefined
  const page = site()
  const server = createSecureServer(await certificate(), (request, response) => {
    if (request.url !== '/events') {
      // Node's compatibility layer makes HTTP/2 look like this.
      page(request as unknown as IncomingMessage, response as unknown as ServerResponse<IncomingMessage>)
      return
    }
    const id = String(request.headers['last-event-id'] ?? '')
    requests.push([request.httpVersion, id])
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    if (id === '') response.end('retry: 1\nid: 1\ndata: a\n\n')
    else response.write('id: 2\ndata: b\n\n')
    left = once(response, 'close')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`

  const browser = await launchChromium()
  try {
    const tab = await browser.newPage({ ignoreHTTPSErrors: true })
    await tab.goto(`${origin}/page`)
    const events = await tab.evaluate(async (home) => {
      const { connect } = await import(`${home}/@eventwire/client/index.js`)
      const seen: string[] = []
      for await (const { data } of connect('/events', { retry: { initialDelay: 1, maxDelay: 1 } })) {
        seen.push(data)
        if (data === 'b') break
      }
      return seen
    }, origin)
    await left
    assert.deepEqual(
      [events, requests],
      [
        ['a', 'b'],
        [
          ['2.0', ''],
          ['2.0', '1'],
        ],
      ],
    )
  } finally {
    await browser.close()
    server.close()
  }
})
