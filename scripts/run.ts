import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { ROOT } from './packages.ts'
import { Failure } from './program.ts'

/** How a command runs. */
export interface RunOptions {
  /** The folder that it runs in. @default the root */
  readonly cwd?: string
  /** Shows what it wrote only if it fails. @default false */
  readonly quiet?: boolean
}

/**
 * Runs a command to its end; the workspace's own tools come before those of the machine.
 *
 * @throws Failure if it ends with another status than 0
 */
export function run(command: string, args: readonly string[], options: RunOptions = {}): void {
  const { cwd = ROOT, quiet = false } = options
  const env = { ...process.env, PATH: [join(ROOT, 'node_modules/.bin'), process.env['PATH']].join(delimiter) }
  const stdio = quiet ? 'pipe' : 'inherit'
  const { status, signal, error, stdout, stderr } = spawnSync(command, args, { cwd, env, stdio, encoding: 'utf8' })
  if (error) throw error
  if (status === 0) return
  if (quiet) console.error(`${stdout}${stderr}`)
  throw new Failure(`Ended with ${signal ?? status}: ${command} ${args.join(' ')}`)
}

/** The pnpm that runs this script, or else the pinned one. */
export function pnpm(args: readonly string[], options?: RunOptions): void {
  const running = process.env['npm_execpath']
  if (running?.includes('pnpm') === true) run(running, args, options)
  else run('npx', ['-y', pinnedPnpm(), ...args], options)
}

function pinnedPnpm(): string {
  const { packageManager }: { packageManager: string } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  return packageManager
}
