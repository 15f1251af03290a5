// One server under test, in a process of its own. Argument: its name. Orders come as lines, answers go as lines of JSON.

import { createInterface } from 'node:readline'
import type { StartServer } from './subject.ts'

const [name = ''] = process.argv.slice(2)
const { start } = (await import(`./servers/${name}.js`)) as { readonly start: StartServer }
const server = await start()
let sent = 0
tell({ port: server.port })

for await (const line of createInterface({ input: process.stdin })) {
  const [order, ...numbers] = line.split(' ')
  if (order === 'publish') await publish(...(numbers.map(Number) as [number, number, number]))
  if (order === 'usage') tell(usage())
}

/** So many events in each of so many turns, with so many milliseconds between them. */
async function publish(events: number, turns: number, pause: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) {
    await server.publish(Array.from({ length: events }, payload))
    // Two: what is sent at the end of a turn leaves in the next.
    await immediate()
    await immediate()
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause))
  }
  tell({ published: events * turns })
}

/** 170 characters, the first of which say when it was sent: nanoseconds of the machine's monotonic clock. */
function payload(): string {
  sent += 1
  return `${process.hrtime.bigint()} ${sent} `.padEnd(170, 'x')
}

function immediate(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** Microseconds of CPU that the system has counted for this process, user and system, and its resident bytes. */
function usage(): { readonly cpu: number; readonly rss: number } {
  globalThis.gc?.()
  const { user, system } = process.cpuUsage()
  return { cpu: user + system, rss: process.memoryUsage.rss() }
}

function tell(answer: object): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`)
}
