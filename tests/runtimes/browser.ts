import type { Browser, Page } from 'playwright-core'
import type { Result } from './suites/run-suite.js'

/** Runs the suites in a page of the hostile server's own origin, or in a worker that this page starts. */
export async function runInBrowser(
  browser: Browser,
  where: 'page' | 'worker',
  runtime: string,
  origin: string,
): Promise<readonly Result[]> {
  const page: Page = await browser.newPage()
  try {
    await page.goto(`${origin}/page`)
    return await page.evaluate(where === 'page' ? inPage : inWorker, { runtime, origin })
  } finally {
    await page.close()
  }
}

interface Task {
  readonly runtime: string
  readonly origin: string
}

async function inPage({ runtime, origin }: Task): Promise<readonly Result[]> {
  const { runAll } = await import(`${origin}/suites/run-all.js`)
  return await runAll(runtime, origin)
}

async function inWorker(task: Task): Promise<readonly Result[]> {
  const worker = new Worker('/suites/worker.js', { type: 'module' })
  return await new Promise((resolve, reject) => {
    worker.addEventListener('message', ({ data }) => resolve(data))
    worker.addEventListener('error', (event) => reject(new Error(event.message)))
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's has none
    worker.postMessage(task)
  })
}
