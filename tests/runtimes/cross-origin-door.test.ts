import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { Hub, MemoryLog, openSession, type DoorOptions, type Session } from '@eventwire/server'
import { launchChromium } from './chromium.ts'
import { site } from './site.ts'

// What Chromium makes of the `cors` option: a page of one origin, the server of another.

const hub = new Hub({ log: new MemoryLog({ epoch: 'e' }) })
const sessions = new Set<Session>()
/** Method, path and last event ID of each request to the door. */
const seen: string[] = []
let home: Server
let door: Server
let browser: Browser
let page: Page

before(async () => {
  home = await listen(createServer(site()))
  door = await listen(
    createServer(async (req, res) => {
      const request = new Request(`http://test${req.url}`, { method: req.method ?? '', headers: headersOf(req) })
      seen.push([req.method, req.url, req.headers['last-event-id'] ?? '-'].join(' '))
      const { response, session } = await openSession(request, optionsFor(req.url ?? ''))
      if (session) {
        sessions.add(session)
        await hub.subscribe(session, 'all', { start: { at: 'floor' } })
      }
      res.writeHead(response.status, Object.fromEntries(response.headers))
      if (!response.body) return void res.end()
      // The two types of web streams in the declarations are one at run time.
      Readable.fromWeb(response.body as unknown as ReadableStream)
        .on('error', () => res.destroy())
        .pipe(res)
    }),
  )
  browser = await launchChromium()
  page = await browser.newPage()
  await page.goto(`${originOf(home)}/page`)
})

after(async () => {
  await browser.close()
  await hub.close()
  for (const server of [home, door]) {
    server.closeAllConnections()
    server.close()
  }
})

function optionsFor(path: string): DoorOptions {
  const origins = [originOf(home)]
  if (path === '/other') return { cors: { origins: ['https://other.test'] } }
  if (path === '/credentials') return { cors: { origins, credentials: true } }
  if (path === '/private') return { cors: { origins }, authorize: () => new Response(null, { status: 401 }) }
  return { cors: { origins } }
}

test('a page of a listed origin reads, is cut, and resumes by Last-Event-ID', async () => {
  await hub.channel('a').publish({ data: '1' })
  const reading = page.evaluate(
    async ({ home, url }) => {
      const { connect } = await import(`${home}/@eventwire/client/index.js`)
      const got: string[] = []
      for await (const { data } of connect(url, { retry: { initialDelay: 1, maxDelay: 1 } })) {
        got.push(data)
        document.title = data
        if (got.length === 2) return got
      }
      return got
    },
    { home: originOf(home), url: `${originOf(door)}/listed` },
  )
  await page.waitForFunction(() => document.title === '1')
  for (const session of sessions) session.cut()
  await hub.channel('a').publish({ data: '2' })
  assert.deepEqual(await reading, ['1', '2'])
  assert.deepEqual(
    seen.filter((each) => each.includes('/listed')),
    ['GET /listed -', 'OPTIONS /listed -', 'GET /listed e-1'],
  )
})

test('a native EventSource with credentials needs them allowed', async () => {
  assert.equal(await native('/credentials', true), 'open')
  assert.equal(await native('/listed', true), 'error')
  assert.equal(await native('/listed', false), 'open')
})

test('a page of an origin that is not listed reads nothing', async () => {
  assert.equal(await native('/other', false), 'error')
})

test('a page can tell a refusal from a network that is down', async () => {
  const status = await page.evaluate(async (url) => (await fetch(url)).status, `${originOf(door)}/private`)
  assert.equal(status, 401)
})

/** What becomes of an EventSource in the page. */
function native(path: string, withCredentials: boolean): Promise<string> {
  return page.evaluate(
    ({ url, withCredentials }) =>
      new Promise<string>((resolve) => {
        const source = new EventSource(url, { withCredentials })
        for (const type of ['open', 'error']) {
          source.addEventListener(type, () => {
            source.close()
            resolve(type)
          })
        }
      }),
    { url: `${originOf(door)}${path}`, withCredentials },
  )
}

async function listen(server: Server): Promise<Server> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function headersOf({ headers }: IncomingMessage): Headers {
  return new Headers(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}
