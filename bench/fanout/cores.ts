import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** The cores that the processes are kept on, as lists for `taskset`. */
export interface Cores {
  readonly server: string
  readonly readers: string
}

/** Two cores of this machine to keep the processes apart; undefined where that cannot be done. */
export function separateCores(): Cores | undefined {
  const [readers, server] = allowedCores()
  return readers === undefined || server === undefined ? undefined : { server: `${server}`, readers: `${readers}` }
}

/**
 * One core for the readers, and all others for a server of several processes. Where two are all there are, it has both: it
 * would else be kept from what is measured.
 */
export function sharedCores(): Cores | undefined {
  const all = allowedCores()
  const [readers, ...others] = all
  if (readers === undefined || others.length === 0) return undefined
  return { server: (others.length > 1 ? others : all).join(), readers: `${readers}` }
}

/** None where processes cannot be kept on them. */
function allowedCores(): readonly number[] {
  if (!existsSync('/proc/self/status') || spawnSync('taskset', ['--version']).status !== 0) return []
  const list = /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? ''
  return numbersOf(list)
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
  if (cores?.server.includes(','))
    return `The server's processes had cores ${cores.server}, its readers were kept on core ${cores.readers}.`
  if (cores) return `The server was kept on core ${cores.server}, its readers on core ${cores.readers}.`
  return 'The processes were NOT kept on cores of their own: there is no taskset, or one core.'
}
