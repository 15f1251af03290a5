// The whole HTTP surface of `serve`, fuzzed: node load/fuzz.ts [--seconds 600] [--seed N] [--runtime node|deno|bun]

import { parseArgs } from 'node:util'
import { fuzz } from './fuzzing.ts'
import { runtimes } from './subject.ts'

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '600' }, seed: { type: 'string' }, runtime: { type: 'string' } },
})
const seed = values.seed === undefined ? Date.now() % 2 ** 32 : Number(values.seed)
for (const runtime of runtimes) {
  if (values.runtime !== undefined && values.runtime !== runtime) continue
  console.log(
    `${runtime}, seed ${seed}: ${JSON.stringify(await fuzz(runtime, { seconds: Number(values.seconds), seed }))}`,
  )
}
