import { type Browser, chromium as playwright } from 'playwright-core'
import { chromium } from './requirements.ts'

/**
 * Starts the machine's own Chromium, without a window, with a new profile and nothing that calls home.
 *
 * @param withCache Whether pages that are left may be kept whole for the way back, which Playwright switches off.
 */
export async function launchChromium({ withCache = false } = {}): Promise<Browser> {
  const executablePath = chromium.find()
  if (executablePath === undefined) throw new Error(`Chromium not found. Get it with: ${chromium.get}`)
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run']
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync']
  const ignoreDefaultArgs = withCache ? ['--disable-back-forward-cache'] : []
  return await playwright.launch({ executablePath, args: [...args, ...quiet], ignoreDefaultArgs })
}
