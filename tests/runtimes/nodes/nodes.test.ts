import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withNats } from '@eventwire/faults/nats-server'
import { withPostgres } from '@eventwire/faults/postgres-server'
import { withRedis } from '@eventwire/faults/redis-server'
import { ordeal } from './ordeal.ts'

// In short; `pnpm soak` does it for minutes with 500 clients.

for (const [engine, options] of [
  ['redis', withRedis],
  ['postgres', withPostgres],
  ['nats', withNats],
] as const) {
  test(`every client of three nodes on one ${engine} gets everything once, whatever breaks`, options, async () => {
    const seed = Date.now() % 2 ** 32
    const { violations, ...report } = await ordeal({ engine, seconds: 12, clients: 60, seed })
    console.log(`nodes: ${JSON.stringify({ engine, seed, ...report })}`)
    assert.deepEqual(violations, [])
    assert.equal(report.lost, 0)
    assert.ok(report.acknowledged > 50 && report.received >= report.acknowledged)
  })
}
