// `pnpm bench <command>`: see README.md, or run it without a command.

import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { program } from '../scripts/program.ts'
import { readArguments, UsageError, USAGE, type Arguments } from './arguments.ts'
import { build } from './build.ts'
import { measureOn } from './measure.ts'
import { report } from './report/main.ts'
import { among } from './among.ts'
import { kept, save } from './results.ts'

const wanted = understand(process.argv.slice(2))
if (wanted !== undefined) await program(() => run(wanted))

function understand(args: readonly string[]): Arguments | undefined {
  try {
    return readArguments(args)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    console.error(`${error.message}\n\n${USAGE}`)
    process.exitCode = 2
    return undefined
  }
}

function run(wanted: Arguments): boolean {
  const { command, check, json } = wanted
  if (command === 'report') return report({ check })
  if (wanted.build) build()
  if (command === 'conformance') return conformance(check)
  const measurements = wanted.runtimes.map((runtime) => {
    const { measurement, cases } = measureOn(runtime, wanted)
    if (wanted.save) save(wanted.only === undefined ? measurement : among(kept(measurement), measurement, cases))
    return measurement
  })
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(measurements, null, 2)}\n`)
  return true
}

/** It measures nothing, so one runtime will do. Its module exports `conformanceBench({ check }): Promise<boolean>`. */
function conformance(check: boolean): boolean {
  const script = join(import.meta.dirname, 'dist/conformance/main.js')
  const code = `const { conformanceBench } = await import(${JSON.stringify(script)})
    process.exitCode = (await conformanceBench({ check: ${check} })) === false ? 1 : 0`
  const args = ['--input-type=module', '--eval', code]
  return spawnSync(process.execPath, args, { cwd: import.meta.dirname, stdio: 'inherit' }).status === 0
}
