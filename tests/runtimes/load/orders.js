// The end of a `Subject` (subject.ts) that runs in the server's process. Plain JavaScript, for all runtimes.

import process from 'node:process'
import { createInterface } from 'node:readline'

/**
 * Tells the port that the server listens on, and then does what it is ordered, one order after the other, until the
 * one who orders is gone.
 *
 * @param {{ readonly port: number }} server
 * @param {Record<string, (argument: any) => unknown>} orders
 */
export async function takeOrders({ port }, orders) {
  tell({ port })
  for await (const line of createInterface({ input: process.stdin })) {
    const { name, argument } = JSON.parse(line)
    tell((await orders[name]?.(argument)) ?? null)
  }
  process.exit()
}

/** Bytes of this process that are in memory, and those that its objects take, once its garbage is collected. */
export async function memory() {
  await collectGarbage()
  const { rss, heapUsed, external } = process.memoryUsage()
  return { rss, held: heapUsed + external }
}

/** Collects the garbage, and what only a later turn lets go of. */
async function collectGarbage() {
  for (let round = 0; round < 3; round += 1) {
    if (globalThis.Bun) globalThis.Bun.gc(true)
    else globalThis.gc()
    await new Promise((resolve) => setTimeout(resolve))
  }
}

function tell(answer) {
  process.stdout.write(`${JSON.stringify(answer)}\n`)
}
