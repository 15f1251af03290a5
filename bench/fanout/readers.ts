// The readers of a server, in a process of their own. Argument: a ReadersInit as JSON. Orders and answers are lines.

import process from 'node:process'
import { createInterface } from 'node:readline'
import { numbered, type ReadersInit, type ReadersOrder } from './orders.ts'
import { open } from './reader.ts'
import { Tally, tell } from './tally.ts'
import { ownUsage } from './usage.ts'

/** Connections that are being opened at the same time. */
const AT_ONCE = 200

const init = JSON.parse(process.argv[2] ?? '') as ReadersInit
const tally = new Tally((events, latencies) => tell({ events, latencies }))

let next = 0
await Promise.all(Array.from({ length: Math.min(AT_ONCE, init.count) }, openSome))
tell({ ready: init.count })

for await (const line of createInterface({ input: process.stdin })) obey(JSON.parse(line) as ReadersOrder)
process.exit()

function obey(order: ReadersOrder): void {
  if ('expect' in order) tally.expect(order.expect.events, order.expect.times)
  if ('open' in order) void open(init, order.open.path, tally)
  if ('usage' in order) tell(ownUsage())
}

/** One after the other, until all are open. */
async function openSome(): Promise<void> {
  while (next < init.count) {
    const number = next
    next += 1
    await open(init, numbered(init.path, number), tally)
  }
}
