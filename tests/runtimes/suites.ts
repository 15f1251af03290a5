// Runs every suite on every runtime, each against the same hostile server, and fails if one of them did.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { runInBrowser } from './browser.ts'
import { launchChromium } from './chromium.ts'
import { launchFirefox } from './firefox.ts'
import { HostileServer } from './hostile/server.ts'
import { chromium, firefox, node20 } from './requirements.ts'
import { site } from './site.ts'
import { summary } from './suites/summary.js'
import { runInWorkerd } from './workerd.ts'

const MODULES = join(import.meta.dirname, 'node_modules')
const WHERE = ['page', 'worker'] as const

await using server = await HostileServer.start(site())
const { origin } = server
const only = process.argv[2]

const consoles: readonly (readonly [name: string, command: string | undefined, ...args: string[]])[] = [
  ['node', node20.find()],
  ['node', join(MODULES, 'node22/bin/node')],
  ['node', process.execPath],
  ['node', join(MODULES, 'node26/bin/node')],
  ['deno', join(MODULES, 'deno/deno'), 'run', '--allow-all'],
  ['bun', join(MODULES, 'bun/bin/bun.exe'), 'run'],
]
// Two at a time: most of it is waiting for sockets.
await Promise.all([inConsoles(), elsewhere()])

async function inConsoles(): Promise<void> {
  for (const [name, command, ...args] of consoles) {
    if (command === undefined || (only !== undefined && only !== name)) continue
    await inConsole(command, ...args, 'console.js', name, origin)
    await inConsole(command, ...args, 'servers/main.js', name)
    await inConsole(command, ...args, 'sqlite/main.js', name)
  }
}

async function inConsole(command: string, ...args: readonly string[]): Promise<void> {
  // A server that leaves something behind would keep its process alive.
  const child = spawn(command, args, { cwd: import.meta.dirname, stdio: 'inherit', timeout: 300_000 })
  const [status, signal] = await once(child, 'close')
  if (signal !== null) console.log(`${command} ${args.join(' ')} did not end, and was ended by ${signal}`)
  if (status !== 0) process.exitCode = 1
}

async function elsewhere(): Promise<void> {
  if (only === undefined || only === 'workerd') tell('workerd', await runInWorkerd(origin))
  if (chromium.find() !== undefined) await inBrowser('chromium', launchChromium)
  if (firefox.find() !== undefined) await inBrowser('firefox', launchFirefox)
}

async function inBrowser(name: string, launch: () => Promise<Browser>): Promise<void> {
  if (only !== undefined && only !== name) return
  const browser = await launch()
  try {
    for (const where of WHERE) {
      const results = await runInBrowser(browser, where, `${name}-${where}`, origin)
      tell(`${name}-${where}@${browser.version()}`, results)
    }
  } finally {
    await browser.close()
  }
}

function tell(runtime: string, results: Parameters<typeof summary>[1]): void {
  const { text, isGood } = summary(runtime, results)
  console.log(text)
  if (!isGood) process.exitCode = 1
}
