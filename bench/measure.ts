import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { Failure } from '../scripts/program.ts'
import type { Arguments } from './arguments.ts'
import type { BenchResult } from './harness/result.ts'
import { format } from './harness/table.ts'
import { environment, type Environment } from './environment.ts'
import { node, type Runtime } from './runtimes.ts'

/** These run on Node, whatever is measured: they start it themselves, and are told which by `under`. */
const DRIVEN: ReadonlySet<string> = new Set(['fanout'])

/** What a command measured on one runtime, and where: what is saved. */
export interface Measurement extends BenchResult {
  readonly command: string
  readonly environment: Environment
}

/** The same, and what there is to measure, whether it was measured or not. */
export interface Measured {
  readonly measurement: Measurement
  readonly cases: readonly string[]
}

/** Runs a command on one runtime, case by case in a process of its own each, and prints each result as it comes. */
export function measureOn(runtime: Runtime, { command, only, quick }: Arguments): Measured {
  const where = environment(runtime, quick)
  console.log(`${command} on ${where.runtime} ${where.version}, ${where.cpu}${quick ? ', quick: not to quote' : ''}\n`)
  const cases = ask<string[]>(runtime, [command, '--cases'])
  if (only !== undefined && cases.length > 0 && !cases.includes(only)) {
    throw new Failure(`${command} has no case ${only}. It has: ${cases.join(', ')}`)
  }
  const parts = (only !== undefined ? [only] : cases).map((name) => ['--only', name])
  const results = (parts.length > 0 ? parts : [[]]).map((part) => {
    const result = ask<BenchResult>(runtime, [command, ...part, ...(quick ? ['--quick'] : [])])
    console.log(format(result))
    return result
  })
  const measurement = {
    command,
    environment: where,
    comparisons: results.flatMap(({ comparisons = [] }) => comparisons),
    tables: results.flatMap(({ tables = [] }) => tables),
  }
  return { measurement, cases }
}

function ask<T>(runtime: Runtime, args: readonly string[]): T {
  const child = join(import.meta.dirname, 'dist/child.js')
  const env = { ...process.env, DENO_NO_UPDATE_CHECK: '1' }
  const driven = DRIVEN.has(args[0] ?? '')
  const { command, args: flags } = driven ? node('driver', process.execPath) : runtime
  const under = driven ? ['--under', JSON.stringify(runtime)] : []
  const { status, signal, error, stdout } = spawnSync(command, [...flags, child, ...args, ...under], {
    cwd: import.meta.dirname,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 64 * 2 ** 20,
  })
  if (error) throw error
  const answer = stdout.trimEnd().split('\n').at(-1)
  if (status !== 0 || answer === undefined) {
    throw new Failure(`${runtime.name} ended with ${signal ?? status}: ${args.join(' ')}`)
  }
  return JSON.parse(answer) as T
}
