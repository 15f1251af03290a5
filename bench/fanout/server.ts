// One server under test, in a process of its own. Argument: { name } as JSON. Orders come as lines, answers go as lines of
// JSON. It runs on every runtime.

import process from 'node:process'
import { createInterface } from 'node:readline'
import { setImmediate } from 'node:timers'
import type { Publication, ServerOrder } from './orders.ts'
import type { StartServer } from './subject.ts'
import { now, tell } from './tally.ts'
import { ownUsage, usageOfAll } from './usage.ts'

const { name } = JSON.parse(process.argv[2] ?? '') as { readonly name: string }
const { start } = (await import(`./servers/${name}.js`)) as { readonly start: StartServer }
const server = await start()
let sent = 0
const filler = 'x'.repeat(1024 * 1024)
tell({ port: server.port })

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line) as ServerOrder
  if ('publish' in order) await publish(order.publish)
  if ('usage' in order) tell(usage(order.usage.collect))
}
server.stop?.()
process.exit()

async function publish({ events, turns, pause = 0, to = 'ticks', size = 170 }: Publication): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) {
    await server.publish?.(
      // The clock costs as much as publishing, and is needed only where the time to the readers is.
      Array.from({ length: events }, () => payload(size, pause > 0 ? now() : 0)),
      to,
      turn * events,
    )
    // Two: what is sent at the end of a turn leaves in the next.
    await immediate()
    await immediate()
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause))
  }
  tell({ published: events * turns })
}

/** The first characters say when it was sent. */
function payload(size: number, time: number): string {
  sent += 1
  const text = `${time} ${sent} `
  return text + filler.slice(text.length, size)
}

function immediate(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

function usage(collect: boolean) {
  const { gc, Bun }: { gc?: (() => void) | undefined; Bun?: { gc(force: boolean): void } } = globalThis
  if (collect) {
    Bun?.gc(true)
    gc?.()
    gc?.()
  }
  return server.pids === undefined ? ownUsage() : usageOfAll(server.pids)
}
