import { firefox as playwright, type Browser } from 'playwright-core'
import { firefox } from './requirements.ts'

/** Starts the machine's own Firefox ESR, without a window, with a new profile. */
export async function launchFirefox(): Promise<Browser> {
  const executablePath = firefox.find()
  if (executablePath === undefined) throw new Error(`Firefox not found. Get it with: ${firefox.get}`)
  return await playwright.launch({ channel: 'moz-firefox', executablePath })
}
