import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { withNats } from '@eventwire/faults/nats-server'
import { withPostgres } from '@eventwire/faults/postgres-server'
import { withRedis } from '@eventwire/faults/redis-server'
import type { OrdealReport } from './ordeal.ts'

// In short; `pnpm soak` does it for minutes with 500 clients.

const SOAK = join(import.meta.dirname, 'soak.ts')
const SHORT = ['--seconds', '12', '--clients', '60']

for (const [engine, options] of [
  ['redis', withRedis],
  ['postgres', withPostgres],
  ['nats', withNats],
] as const) {
  test(`every client of three nodes on one ${engine} gets everything once, whatever breaks`, options, async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [SOAK, '--engine', engine, ...SHORT], {
      timeout: 150_000,
      killSignal: 'SIGKILL',
    }).catch((error: unknown) => {
      // Its report says more than that it has failed.
      const { stdout: said, stderr } = error as { readonly stdout: string; readonly stderr: string }
      if (said === '') throw new Error(stderr, { cause: error })
      return { stdout: said }
    })
    const { violations, ...report } = JSON.parse(stdout) as OrdealReport
    console.log(`nodes: ${JSON.stringify(report)}`)
    assert.deepEqual(violations, [])
    assert.equal(report.lost, 0)
    assert.ok(report.acknowledged > 50 && report.received >= report.acknowledged)
  })
}
