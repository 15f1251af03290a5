// Three nodes on one log, and everything breaks: node nodes/soak.ts [--engine redis] [--seconds 300] [--clients 500] [--seed N]

import { parseArgs } from 'node:util'
import type { EngineName } from './engines.ts'
import { ordeal } from './ordeal.ts'

const { values } = parseArgs({
  options: {
    engine: { type: 'string', default: 'redis' },
    seconds: { type: 'string', default: '300' },
    clients: { type: 'string', default: '500' },
    seed: { type: 'string' },
  },
})
const seed = values.seed === undefined ? Date.now() % 2 ** 32 : Number(values.seed)
const engine = values.engine as EngineName
const options = { engine, seconds: Number(values.seconds), clients: Number(values.clients), seed }
const report = await ordeal(options)
console.log(JSON.stringify({ ...options, ...report }))
// Not left to end by itself: Node 24.21 waits, in its own clean-up and now and then for ever, for what was still being
// written to a connection that was reset.
process.exit(report.violations.length > 0 || report.lost > 0 ? 1 : 0)
