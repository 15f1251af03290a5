import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** The cores that the processes are kept on. */
export interface Cores {
  readonly server: number
  readonly readers: number
}

/** Two cores of this machine to keep the processes apart; undefined where that cannot be done. */
export function separateCores(): Cores | undefined {
  if (!existsSync('/proc/self/status') || spawnSync('taskset', ['--version']).status !== 0) return undefined
  const list = /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? ''
  const [readers, server] = numbersOf(list)
  return readers === undefined || server === undefined ? undefined : { server, readers }
}

/** The numbers of a list such as '0-3,6'. */
function numbersOf(list: string): readonly number[] {
  return list.split(',').flatMap((range) => {
    const [low = 0, high = low] = range.split('-').map(Number)
    return Array.from({ length: high - low + 1 }, (_, index) => low + index)
  })
}

/** For below a table. */
export function coresRemark(cores: Cores | undefined): string {
  if (cores) return `The server was kept on core ${cores.server}, its readers on core ${cores.readers}.`
  return 'The processes were NOT kept on cores of their own: there is no taskset, or one core.'
}
