import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serve } from '@eventwire/node'
import { Hubs, MemoryLogs, requestLastEventId, type Handler, type Session } from '@eventwire/server'
import { launchChromium } from './chromium.ts'

// "Do not run my prompt again on reconnect": the browser's own EventSource comes back after every end, also after the
// last. What it gets then is 204, and no second answer (HTML §9.2.3).

const WORDS = ['The', 'answer', 'is', '42']

test('an answer is made once, however often its reader comes back, and 204 ends it', async () => {
  const hubs = new Hubs({ logs: new MemoryLogs(), keepFor: 60_000 })
  const sessions: Session[] = []
  const statuses: number[] = []
  let runs = 0
  const reader = new AbortController()
  const isRead = new Promise((resolve) => reader.signal.addEventListener('abort', resolve))

  async function* answer() {
    runs += 1
    for (const [index, data] of WORDS.entries()) {
      if (index === 2) await isRead
      yield { data }
    }
  }
  const handler: Handler = async (request, open) => {
    const { pathname } = new URL(request.url)
    if (pathname === '/page') return new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } })
    if (!pathname.startsWith('/answers/')) return new Response(null, { status: 404 })
    const isNew = runs === 0
    const run = hubs.get(pathname)
    if (isNew) void run.pipe(answer(), { onError: () => ({ type: 'error', data: 'Ask again' }) })
    const id = requestLastEventId(request.headers.get('last-event-id'), request.url)
    if (await run.isOver(id)) {
      statuses.push(204)
      return new Response(null, { status: 204 })
    }
    const { response, session } = await open()
    statuses.push(response.status)
    if (session) {
      sessions.push(session)
      await run.subscribe(session, 'all', { start: { at: 'floor' } })
    }
    return response
  }

  await using server = await serve(handler, { retry: 1, heartbeat: false })
  const browser = await launchChromium()
  try {
    const page = await browser.newPage()
    await page.goto(`${server.url}/page`)
    await page.exposeFunction('cutAfterTwo', () => {
      sessions[0]?.cut()
      reader.abort()
    })
    const seen = await page.evaluate(async (words) => {
      const { cutAfterTwo } = globalThis as unknown as { cutAfterTwo(): Promise<void> }
      const source = new EventSource('/answers/1')
      const came: string[] = []
      source.addEventListener('message', ({ data }) => {
        came.push(data)
        if (came.length === 2) void cutAfterTwo()
      })
      await new Promise<void>((closed) => {
        source.addEventListener('error', () => {
          if (source.readyState === EventSource.CLOSED) closed()
        })
      })
      return { came, isWhole: came.length === words }
    }, WORDS.length)
    assert.deepEqual(seen, { came: WORDS, isWhole: true })
    assert.deepEqual([runs, statuses], [1, [200, 200, 204]])
  } finally {
    await browser.close()
    await hubs.close()
  }
})
