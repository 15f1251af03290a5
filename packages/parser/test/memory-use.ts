import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

export const MIB = 2 ** 20

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

function memoryInUse(): number {
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** Bytes of memory that are in use after `run` and were not before. */
export function growth(run: () => void): number {
  const before = memoryInUse()
  run()
  return memoryInUse() - before
}
