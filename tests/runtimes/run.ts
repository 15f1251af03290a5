// The second half of `pnpm test`: the packages as they are published, on every runtime and browser that they promise.
// Those are heavy to install, so outside CI this runs only once `pnpm test:runtimes` has installed them, and says so.

import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { Failure, program } from '../../scripts/program.ts'
import { pnpm, run } from '../../scripts/run.ts'
import { chromium, requirements } from './requirements.ts'

const HERE = import.meta.dirname
const NEEDS_CHROMIUM = /chromium|demo-page|cross-origin|back-forward-cache/

await program(() => {
  const inCI = process.env['CI'] === 'true'
  const missing = requirements.filter(({ find }) => find() === undefined)
  for (const { name, covers, get } of missing) console.log(`SKIPPED: ${covers}: ${name} not found. Get it with: ${get}`)
  if (inCI && missing.length > 0) throw new Failure('CI skips nothing: its machine must have what is named above.')

  if (inCI || process.argv.includes('--install') || existsSync(join(HERE, 'node_modules'))) {
    runAll()
  } else {
    console.log(
      'SKIPPED: the built packages on Node, Deno, Bun, workerd, Chromium and Firefox: they are not installed (900 MB).',
    )
    console.log('Get them, and run all of it, with: npx -y pnpm@12.21.0 test:runtimes')
  }
  return true
})

function runAll(): void {
  pnpm(['install', '--frozen-lockfile', '--prefer-offline'], { cwd: HERE, quiet: true })
  run('tsc', ['--build'])
  run('tsc', ['--project', HERE])
  // Only now, as it imports what was installed and built.
  run(process.execPath, ['suites.ts'], { cwd: HERE })
  const tests = globSync('**/*.test.ts', { cwd: HERE, exclude: ['node_modules/**'] })
  const possible = chromium.find() === undefined ? tests.filter((path) => !NEEDS_CHROMIUM.test(path)) : tests
  run(process.execPath, ['--test', '--test-reporter=./report.js', ...possible], { cwd: HERE })
}
