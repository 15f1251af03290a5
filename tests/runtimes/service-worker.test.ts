import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { launchChromium } from './chromium.ts'
import { site } from './site.ts'

// The web door and a hub in a service worker (Service Workers §4.6, FetchEvent), read by the page's own EventSource.

test('a service worker feeds a page, resumes it, and notices that it leaves', async () => {
  const server = createServer(site('/suites/service-worker.js')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const browser = await launchChromium()
  try {
    const page = await browser.newPage()
    await page.goto(`${origin}/page`)
    const seen = await page.evaluate(async () => {
      await navigator.serviceWorker.register('/suites/service-worker.js', { type: 'module', scope: '/' })
      await navigator.serviceWorker.ready
      while (!navigator.serviceWorker.controller) {
        await new Promise((claimed) => {
          navigator.serviceWorker.addEventListener('controllerchange', claimed, { once: true })
        })
      }
      const events: string[] = []
      const follow = async (query: string, count: number): Promise<void> => {
        const source = new EventSource(`/from-worker/events${query}`)
        await new Promise((opened) => source.addEventListener('open', opened, { once: true }))
        for (let each = events.length; each < count; each += 1) {
          const came = new Promise<MessageEvent>((resolve) => {
            source.addEventListener('message', resolve as (event: Event) => void, { once: true })
          })
          if (query === '') await fetch(`/from-worker/publish?data=${each + 1}`)
          const { data, lastEventId } = await came
          events.push(`${data} at ${lastEventId}`)
        }
        source.close()
      }
      await follow('', 2)
      await fetch('/from-worker/publish?data=3')
      await follow('?lastEventId=e-2', 3)
      let last: { sessions: number; left: number }
      do {
        const counts = await fetch('/from-worker/counts')
        last = await counts.json()
      } while (last.sessions > 0)
      return { events, last }
    })
    assert.deepEqual(seen, { events: ['1 at e-1', '2 at e-2', '3 at e-3'], last: { sessions: 0, left: 2 } })
  } finally {
    await browser.close()
    server.close()
  }
})
