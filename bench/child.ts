// Runs one command of the bench inside the runtime that is measured, and answers with its result as the last line of its
// output. Compiled, since not every runtime strips types.

import { parseArgs } from 'node:util'
import type { Bench, BenchOptions } from './harness/bench.ts'

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string' }, cases: { type: 'boolean' } },
})
const [command = ''] = positionals
const module: Record<string, unknown> = await import(`./${command}/main.js`)

if (values.cases === true) {
  answer(module['cases'] ?? [])
} else {
  const { quick, only } = values
  const options: BenchOptions = { quick, ...(only !== undefined && { only }) }
  answer(await (module[`${command}Bench`] as Bench)(options))
}

function answer(value: unknown): void {
  console.log(JSON.stringify(value))
}
