import assert from 'node:assert/strict'
import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { launchChromium } from '../chromium.ts'
import { DemoProcess } from './demo-process.ts'

// The demo's page in a real browser, on a laptop and on a phone at the same time.

const ARTIFACTS = resolve(import.meta.dirname, '../../../artifacts')
const LAPTOP = { viewport: { width: 1280, height: 800 }, colorScheme: 'light' } as const
const PHONE = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
  colorScheme: 'dark',
  reducedMotion: 'reduce',
} as const

const troubles: string[] = []
const requests: string[] = []
let folder: string
let demo: DemoProcess
let url: string
let browser: Browser
let laptop: Page
let phone: Page

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'eventwire-page-'))
  await writeFile(log(), '')
  demo = new DemoProcess('--port', '0', '--tail', log())
  url = await demo.wrote(/page {2}(\S+)/)
  browser = await launchChromium()
  laptop = await open(LAPTOP)
  phone = await open(PHONE)
})

after(async () => {
  await browser.close()
  await demo.stop()
  await rm(folder, { recursive: true })
})

function log(): string {
  return join(folder, 'app.log')
}

async function open(options: BrowserContextOptions): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage()
  page.on('pageerror', (error) => troubles.push(error.message))
  page.on('console', (message) => {
    // A cut stream is told of as a failed resource, which is what it is.
    if (message.type() === 'error' && !/ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION/.test(message.text())) {
      troubles.push(message.text())
    }
  })
  page.on('request', (request) => requests.push(request.url()))
  await page.goto(url)
  return page
}

/** Numbers of the facts in the log, newest first. */
function numbers(page: Page): Promise<number[]> {
  return page.locator('#log td.data').evaluateAll((cells) => {
    return cells.map((cell) => Number(JSON.parse(cell.textContent ?? '').n))
  })
}

test('rows appear with id, type and data, and every gauge is drawn', async () => {
  for (const page of [laptop, phone]) {
    const row = page.locator('#log tr[data-channel="cpu"]').first()
    await row.waitFor()
    assert.match(await row.locator('td.id').innerText(), /^\w+-\d+$/)
    assert.equal(await row.locator('td.type').innerText(), 'cpu')
    assert.match(await row.locator('td.data').innerText(), /^\{"n":\d+,"at":\d+,"cores":\[/)
    assert.match(await row.locator('td.time').innerText(), /^\d\d:\d\d:\d\d$/)
    for (const channel of ['cpu', 'memory', 'loop', 'connections']) {
      await page.locator(`.gauge[data-channel="${channel}"] path.area`).waitFor({ state: 'attached' })
      assert.match(await page.locator(`.gauge[data-channel="${channel}"] output`).innerText(), /\d/)
    }
    await page.locator('#state[data-state="live"]').waitFor()
  }
})

test('lines appended to the file appear', async () => {
  await appendFile(log(), '<b>not bold</b> \u{1f984}\n')
  const data = laptop.locator('#log tr[data-channel="tail"] td.data').first()
  assert.equal(JSON.parse(await data.innerText()).line, '<b>not bold</b> \u{1f984}')
})

test('the button cuts everyone, and everyone resumes without a missing or a repeated event', async () => {
  await laptop.getByRole('button', { name: 'Cut all connections' }).click()
  for (const page of [laptop, phone]) {
    await page.locator('#log tr.cut').waitFor()
    await page.locator('#log tr.resumed', { hasText: '0 missing, 0 repeated' }).waitFor()
    await page
      .locator('#verdict[data-verdict="whole"]', { hasText: /^Cut → resumed after \S+: 0 missing, 0 r/ })
      .waitFor()
    // What was published while nobody was there has come too.
    await page.locator('#log td.data', { hasText: /"open":0\}/ }).waitFor()
    const seen = await numbers(page)
    assert.deepEqual(
      seen,
      seen.map((_, index) => (seen[0] ?? 0) - index),
    )
    for (const [id, text] of [
      ['reconnects', '1'],
      ['missing', '0'],
      ['repeated', '0'],
    ] as const) {
      assert.equal(await page.locator(`#${id}`).innerText(), text)
    }
  }
  await demo.wrote(/↻ resumed after \S+: 0 missing, 0 repeated/)
})

test('a channel can be hidden from the log', async () => {
  const rows = laptop.locator('#log tr[data-channel="memory"]:visible')
  const box = laptop.getByRole('checkbox', { name: 'memory' })
  await box.uncheck()
  assert.equal(await rows.count(), 0)
  assert.notEqual(await laptop.locator('#log tr[data-channel="cpu"]:visible').count(), 0)
  await box.check()
  assert.notEqual(await rows.count(), 0)
})

test('a page of another origin cannot press the button', async () => {
  const foreign = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<!doctype html>'))
  await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve))
  const page = await (await browser.newContext()).newPage()
  await page.goto(`http://127.0.0.1:${(foreign.address() as AddressInfo).port}/`)
  const refused = page.waitForResponse(`${url}cut`)
  await page.evaluate(
    (target) => fetch(target, { method: 'POST', mode: 'no-cors' }).catch(() => undefined),
    `${url}cut`,
  )
  assert.equal((await refused).status(), 403)
  await page.close()
  foreign.close()
})

test('it looks as it should: screenshots are kept', async () => {
  await mkdir(ARTIFACTS, { recursive: true })
  // Enough for the charts to show something.
  await laptop.locator('#log tr[data-channel="cpu"]').nth(14).waitFor({ state: 'attached' })
  for (const [name, page] of [
    ['laptop-light', laptop],
    ['phone-dark', phone],
  ] as const) {
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    assert.ok(overflow <= 0, `${name} is ${overflow} pixels too wide`)
    await page.screenshot({ path: join(ARTIFACTS, `demo-${name}.png`) })
    await page.screenshot({ path: join(ARTIFACTS, `demo-${name}-full.png`), fullPage: true })
  }
})

test('a demo that was started anew is told from the old one by a gap', async () => {
  const { port } = new URL(url)
  assert.equal(await demo.stop(), 0)
  await laptop.locator('#state[data-state="reconnecting"]').waitFor()
  demo = new DemoProcess('--port', port)
  for (const page of [laptop, phone]) {
    await page.locator('#log tr.gap', { hasText: '"reason":"epoch-changed"' }).waitFor()
    await page.locator('#state[data-state="live"]').waitFor()
    assert.equal(await page.locator('#missing').innerText(), '0')
  }
})

test('nothing came from outside, and nothing went wrong in the page', () => {
  assert.deepEqual(troubles, [])
  assert.deepEqual(
    requests.filter((request) => !request.startsWith(url) && !request.startsWith('data:')),
    [],
  )
})
