import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, normalize } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { launchChromium } from './chromium.ts'

// A page with a connection in a real browser: left, kept whole in the back/forward cache, and shown again.

const PACKAGES = join(import.meta.dirname, '../../packages')
const IMPORTS = { imports: { '@eventwire/parser': '/parser/dist/index.js' } }
const PAGE = `<!doctype html><title>page</title>
<script type="importmap">${JSON.stringify(IMPORTS)}</script>
<script type="module">
  import { connect } from '/client/dist/index.js'
  globalThis.seen = []
  addEventListener('pageshow', ({ persisted }) => persisted && seen.push('from the cache'))
  globalThis.connection = connect('/events')
  for await (const { data } of connection) seen.push(data)
</script>`

const streams: { readonly after: string | undefined; readonly response: ServerResponse }[] = []
const server = createServer(async ({ url = '/', headers }, response) => {
  if (url === '/events') {
    const after = headers['last-event-id'] as string | undefined
    streams.push({ after, response })
    const next = Number(after ?? 0) + 1
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(`id: ${next}\ndata: event ${next}\n\n`)
  } else if (url.endsWith('.js')) {
    const script = await readFile(join(PACKAGES, normalize(url)))
    response.writeHead(200, { 'content-type': 'text/javascript' }).end(script)
  } else {
    response.writeHead(200, { 'content-type': 'text/html' }).end(url === '/' ? PAGE : '<!doctype html>elsewhere')
  }
})
let browser: Browser
let origin: string

before(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await launchChromium({ withCache: true })
})

after(async () => {
  await browser.close()
  server.closeAllConnections()
  server.close()
})

test(
  'a page that is left lets go of its stream, enters the cache, and goes on where it was',
  { timeout: 60_000 },
  async () => {
    const page = await browser.newPage()
    const seen = (count: number): Promise<unknown> => page.waitForFunction(`globalThis.seen?.length === ${count}`)
    await page.goto(`${origin}/`)
    await seen(1)
    const closed = streams[0] && once(streams[0].response, 'close')
    await page.goto(`${origin}/elsewhere`)
    await closed
    // Nothing is loaded on the way back.
    await page.goBack({ waitUntil: 'commit' })
    await seen(3)
    assert.deepEqual(await page.evaluate('globalThis.seen'), ['event 1', 'from the cache', 'event 2'])
    assert.deepEqual(
      streams.map(({ after }) => after),
      [undefined, '1'],
    )
  },
)
