// Judges the adapter of the runtime that this runs on. Plain JavaScript: Node 20 runs no TypeScript. It must end by itself,
// so that a server, a timer or a connection that is left behind is a failure.
// Argument: the runtime's name.

import process from 'node:process'
import { referenceApp, serverSuite } from '@eventwire/conformance'
import { Hub, MemoryLog } from '@eventwire/server'
import { runSuite } from '../suites/run-suite.js'
import { summary } from '../suites/summary.js'
import { closingChecks } from './closing-checks.js'
import { headChecks } from './head-checks.js'
import { leavingChecks } from './leaving-checks.js'
import { ownChecks } from './own-checks.js'
import { streamChecks } from './stream-checks.js'

const [name = ''] = process.argv.slice(2)
const adapters = {
  node: () => import('@eventwire/node'),
  deno: () => import('@eventwire/deno'),
  bun: () => import('@eventwire/bun'),
}
const adapter = await adapters[name]()
/** What a runtime cannot be asked by the suite, with the reason. */
const unsupported = {
  bun: {
    'pipe: what the application words of a failure comes before the stream breaks off':
      "Bun's fetch, by which the check reads, drops what it has not given out when a connection breaks; the words do come, as the check on a raw connection shows",
  },
}
const app = {
  // What the application throws on purpose need not be on the console.
  start: () => adapter.serve(referenceApp({ Hub, MemoryLog }), { onError: () => undefined }),
  unsupported: unsupported[name],
}
/** How else a session is opened: runtime → a `serve` that does it so. */
const doors = { deno: async () => (await import('./deno-door.js')).serveByDoor }
const door = await doors[name]?.()
const results = [
  ...(await runSuite('serve', serverSuite, app)),
  ...(door
    ? await runSuite('openSession', serverSuite, {
        ...app,
        start: () => door(referenceApp({ Hub, MemoryLog }), { onError: () => undefined }),
      })
    : []),
  ...(await runSuite('serve', [...headChecks, ...streamChecks, ...leavingChecks, ...closingChecks], adapter)),
  ...(await runSuite('its own', ownChecks[name] ?? [], adapter)),
]
const version = process.versions[name] ?? process.versions.node
const { text, isGood } = summary(`server of ${name}@${version}`, results)
console.log(text)
process.exitCode = isGood ? 0 : 1
