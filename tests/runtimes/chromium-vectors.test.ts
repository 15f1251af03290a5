import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { parserVectors } from '@eventwire/conformance'
import type { Browser, Page } from 'playwright-core'
import { launchChromium } from './chromium.ts'

// The vectors were written from the standard; a browser's own EventSource must see in them what they say.

/** An EventSource hears only the types that it listens for: these must never come unless a vector says so. */
const UNEXPECTED = [
  'message',
  'open',
  'error',
  '',
  '__proto__',
  'constructor',
  'toString',
  'data',
  'event',
  'id',
  'retry',
]
const TYPES = [
  ...new Set([...UNEXPECTED, ...parserVectors.flatMap(({ expected }) => expected.events.map((e) => e.type))]),
]

/** Where Chromium departs from the standard: the vector's name and what Chromium does. */
const DEPARTURES: ReadonlyMap<string, string> = new Map([
  ['a byte order mark before an empty line', 'Chromium drops the line after a byte order mark and a single CR or LF'],
])

const server = createServer((request, response) => {
  const [, index] = /^\/vectors\/(\d+)$/.exec(request.url ?? '') ?? []
  const vector = index === undefined ? undefined : parserVectors[Number(index)]
  if (vector) response.writeHead(200, { 'content-type': 'text/event-stream' }).end(vector.bytes)
  else response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>vectors</title>')
})
let browser: Browser
let page: Page

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  browser = await launchChromium()
  page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
})

after(async () => {
  await browser.close()
  server.close()
})

for (const [index, { name, clause, lastEventId, expected }] of parserVectors.entries()) {
  const skip = lastEventId === undefined ? false : 'a new EventSource cannot be given a last event ID'
  test(name, { skip, todo: DEPARTURES.get(name) ?? false }, async () => {
    const events = await page.evaluate(readToEnd, { url: `/vectors/${index}`, types: TYPES })
    assert.deepEqual(events, expected.events, clause)
  })
}

interface SeenEvent {
  readonly type: string
  readonly data: string
  readonly lastEventId: string
}

/** Runs in the page: all that its EventSource hears until the stream ends, which it reports as a plain error event. */
function readToEnd({ url, types }: { url: string; types: readonly string[] }): Promise<SeenEvent[]> {
  return new Promise((resolve) => {
    const source = new EventSource(url)
    const events: SeenEvent[] = []
    for (const type of types) {
      source.addEventListener(type, (event: Event) => {
        if (event instanceof MessageEvent) {
          events.push({ type: event.type, data: event.data, lastEventId: event.lastEventId })
        } else if (event.type === 'error') {
          source.close()
          resolve(events)
        }
      })
    }
  })
}
