import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { launchChromium } from './chromium.ts'
import type { Answer } from './hostile/answer.ts'
import { HostileServer } from './hostile/server.ts'
import { site } from './site.ts'

// A page of one origin, a stream of another: what a browser allows of a resume (Fetch §4.8, CORS-preflight fetch).

const LOG = ['id: 1\ndata: a\n\n', 'id: 2\ndata: b\n\n']
/** Ends after the first event, so that the second needs a resume. */
const PLAN: readonly Answer[] = [{ log: LOG.slice(0, 1) }, { body: 'id: 2\ndata: b\n\n' }]

let home: HostileServer
let away: HostileServer
let browser: Browser
let page: Page

before(async () => {
  home = await HostileServer.start(site())
  away = await HostileServer.start()
  browser = await launchChromium()
  page = await browser.newPage()
  await page.goto(`${home.origin}/page`)
})

after(async () => {
  await browser.close()
  await home[Symbol.asyncDispose]()
  await away[Symbol.asyncDispose]()
})

test('a server that allows Last-Event-ID is resumed', async () => {
  const { events, error } = await follow(away.url('allow', PLAN, '&cors=allow'))
  assert.deepEqual([events, error], [['a', 'b'], undefined])
  assert.deepEqual(
    away.seen('allow').map(({ lastEventId = '' }) => lastEventId),
    ['', '1', '2'],
  )
})

test('a refused preflight is a network error that a page cannot tell from others', async () => {
  const { events, error } = await follow(away.url('refuse', PLAN, '&cors=refuse'))
  assert.deepEqual(events, ['a'])
  assert.equal(error?.code, 'network-error')
  // All that Chromium lets the page see. The reason is in its console alone; so the hint has to be in the documents.
  assert.match(
    error?.message ?? '',
    /^No response from http:\/\/127\.0\.0\.1:\d+\/s\/refuse: TypeError: Failed to fetch \(.*the server must allow the header Last-Event-ID\)$/,
  )
  assert.equal(away.seen('refuse').length, 1)
})

test('cursorIn: { query } needs no preflight', async () => {
  const url = away.url('query', PLAN, '&cors=refuse')
  const { events, error } = await follow(url, { cursorIn: { query: 'after' } })
  assert.deepEqual([events, error], [['a', 'b'], undefined])
  assert.deepEqual(
    away.seen('query').map(({ query, lastEventId }) => [new URLSearchParams(query).get('after'), lastEventId]),
    [null, '1', '2'].map((after) => [after, undefined]),
  )
})

interface Outcome {
  readonly events: readonly string[]
  readonly error?: { readonly code: string; readonly message: string }
}

/** Runs in the page; gives up at the second failure in a row. */
async function follow(url: string, options: object = {}): Promise<Outcome> {
  return await page.evaluate(
    async ({ home, url, options }) => {
      const { connect } = await import(`${home}/@eventwire/client/index.js`)
      const retry = { initialDelay: 1, maxDelay: 1, maxFailures: 2 }
      const events: string[] = []
      try {
        for await (const { data } of connect(url, { retry, ...options })) events.push(data)
        return { events }
      } catch (error) {
        const { code, message } = error as { code: string; message: string }
        return { events, error: { code, message } }
      }
    },
    { home: home.origin, url, options },
  )
}
