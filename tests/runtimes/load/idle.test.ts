import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'

/** Bytes that each may take: half more than what packages/server/README.md says. */
const BOUNDS: Readonly<Record<string, number>> = {
  'hub with its log': 6_500,
  session: 10_500,
  'channel and its subscriber': 12_500,
  'hub, its log and a subscriber': 30_000,
}

test('10,000 hubs, channels and sessions that are idle take what we say', () => {
  const out = execFileSync(process.execPath, ['--expose-gc', join(import.meta.dirname, 'idle.js')], {
    encoding: 'utf8',
  })
  const costs: Readonly<Record<string, number>> = JSON.parse(out)
  console.log(`idle, bytes each: ${out.trim()}`)
  assert.deepEqual(Object.keys(costs), Object.keys(BOUNDS))
  for (const [what, bytes] of Object.entries(costs)) {
    const bound = BOUNDS[what] ?? 0
    assert.ok(bytes > 0 && bytes < bound, `${what}: ${bytes} bytes, not less than ${bound}`)
  }
})
