import { readdirSync, readFileSync } from 'node:fs'

/** Microseconds of CPU that a process has used so far, all its threads: Linux alone. */
export function processCpu(pid: number): number {
  const tasks = `/proc/${pid}/task`
  // schedstat counts nanoseconds; stat, in ticks of 10 ms, is too coarse for what a few hundred events cost an engine.
  const spent = readdirSync(tasks).map((task) =>
    Number(readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ')[0]),
  )
  return spent.reduce((sum, each) => sum + each, 0) / 1_000
}
