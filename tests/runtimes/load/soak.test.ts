import assert from 'node:assert/strict'
import { test } from 'node:test'
import { soak } from './soaking.ts'

// In short; `node load/soak.ts` does it for ten minutes with 10,000 connections.

const MIB = 2 ** 20

test('connections that are cut and resumed lose nothing and leave nothing behind', async () => {
  const seed = Date.now() % 2 ** 32
  const report = await soak({ seconds: 8, connections: 300, seed })
  console.log(`soak: ${JSON.stringify({ seed, ...report })}`)
  const [before, , after] = report.held
  assert.ok(report.cut > 50 && report.received > report.published)
  assert.ok(after - before < 4 * MIB, `its objects take ${after - before} bytes more than before`)
})
