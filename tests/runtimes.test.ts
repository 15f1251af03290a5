import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'

it('fails in CI for what the machine lacks, and says how to get it', () => {
  const script = resolve(import.meta.dirname, 'runtimes/run.ts')
  const env = { ...process.env, CI: 'true', PATH: '' }
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], { env, encoding: 'utf8' })
  expect(stdout).toMatch(/^SKIPPED: .*Chromium not found\. Get it with: apt-get install chromium$/m)
  expect(stdout).toMatch(/^SKIPPED: .*Node 20 not found\./m)
  expect(stderr).toContain('CI skips nothing')
  expect(status).toBe(1)
})
