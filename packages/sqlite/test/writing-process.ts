// Appends to a log until it is killed, and writes each acknowledged batch to standard output once append has resolved.
// Arguments: the file, how many at once, and optionally how many batches.

import { writeSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { SqliteLogs } from '../src/index.ts'

const [file = '', atOnce = '1', batches = 'Infinity'] = process.argv.slice(2)
const database = new DatabaseSync(file)
const log = new SqliteLogs(database).open('log')

// Opening and making the log have syncs of their own; from here on only appends are counted.
await log.bounds()
writeSync(1, 'ready\n')

for (let batch = 0; batch < Number(batches); batch += 1) {
  const numbers = Array.from({ length: Number(atOnce) }, (_, index) => index)
  const texts = numbers.map((number) => `${process.pid} ${batch} ${number}`)
  const answers = await Promise.all(texts.map((data) => log.append([{ channel: 'c', data }], { idempotencyKey: data })))
  const lines = texts.map((text, index) => `${answers[index]?.[0]} ${text}\n`)
  writeSync(1, lines.join(''))
}
writeSync(1, 'done\n')
