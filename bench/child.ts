// Runs one command of the bench inside the runtime that is measured, and answers with its result as the last line of its
// output. Compiled, since not every runtime strips types.

import { parseArgs } from 'node:util'
import type { Bench, BenchOptions } from './harness/bench.ts'

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    cases: { type: 'boolean' },
    under: { type: 'string' },
  },
})
const [command = ''] = positionals
const module: Record<string, unknown> = await import(`./${command}/main.js`)
const under = values.under === undefined ? undefined : (JSON.parse(values.under) as NonNullable<BenchOptions['under']>)

if (values.cases === true) {
  const { cases = [] } = module
  answer(typeof cases === 'function' ? cases(under?.name) : cases)
} else {
  const { quick, only } = values
  const options: BenchOptions = { quick, ...(only !== undefined && { only }), ...(under && { under }) }
  answer(await (module[`${command}Bench`] as Bench)(options))
}

function answer(value: unknown): void {
  console.log(JSON.stringify(value))
}
