import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pnpm, run } from '../scripts/run.ts'

const HERE = import.meta.dirname

/** Installs what is measured if it is not there yet, and compiles it and the packages as they are published. */
export function build(): void {
  if (!existsSync(join(HERE, 'node_modules'))) {
    console.error('Installing the runtimes and packages to compare with (800 MB) ...')
    pnpm(['install', '--frozen-lockfile', '--prefer-offline'], { cwd: HERE, quiet: true })
  }
  run('tsc', ['--build'])
  run('tsc', ['--project', HERE])
}
