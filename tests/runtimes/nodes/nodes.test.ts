import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withRedis } from '@eventwire/faults/redis-server'
import { ordeal } from './ordeal.ts'

// In short; `node nodes/soak.ts` does it for minutes with 500 clients.

test('every client of three nodes on one Redis gets everything once, whatever breaks', withRedis, async () => {
  const seed = Date.now() % 2 ** 32
  const { violations, ...report } = await ordeal({ engine: 'redis', seconds: 15, clients: 60, seed })
  console.log(`nodes: ${JSON.stringify({ seed, ...report })}`)
  assert.deepEqual(violations, [])
  assert.equal(report.lost, 0)
  assert.ok(report.acknowledged > 100 && report.received >= report.acknowledged)
})
