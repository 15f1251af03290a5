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

/** Microseconds of CPU that a process and its children have used so far, those that have ended too: Linux alone. */
export function familyCpu(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean)
  const living = [pid, ...children.map(Number)].reduce((sum, each) => sum + cpuWhileThere(each), 0)
  // After the name, which may have spaces; cutime and cstime are the 16th and 17th of all, in ticks of 10 ms.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
  return living + (Number(fields[13]) + Number(fields[14])) * 10_000
}

/** What a child has used; one that has ended meanwhile is counted by its parent. */
function cpuWhileThere(pid: number): number {
  try {
    return processCpu(pid)
  } catch (error) {
    if (!['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    return 0
  }
}
