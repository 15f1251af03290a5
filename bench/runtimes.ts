import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

/** A program that runs JavaScript, and how to make it do so with a collector that can be called. */
export interface Runtime {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
}

const MODULES = join(import.meta.dirname, 'node_modules')

/** Every runtime that is measured, oldest first. */
export const runtimes: readonly Runtime[] = [
  node('node20', join(MODULES, 'node20/bin/node')),
  node('node22', join(MODULES, 'node22/bin/node')),
  node('node24', process.execPath),
  node('node26', join(MODULES, 'node26/bin/node')),
  { name: 'bun', command: join(MODULES, '.bin/bun'), args: ['run'] },
  { name: 'deno', command: join(MODULES, '.bin/deno'), args: ['run', '--allow-all', '--v8-flags=--expose-gc'] },
]

/** A version of Node. */
export function node(name: string, command: string): Runtime {
  return { name, command, args: ['--expose-gc'] }
}

/** Its version, such as '24.21.0', as the program itself says. */
export function versionOf({ command }: Runtime): string {
  const text = execFileSync(command, ['--version'], { encoding: 'utf8' })
  return /\d+\.\d+\.\d+/.exec(text)?.[0] ?? text.trim()
}
