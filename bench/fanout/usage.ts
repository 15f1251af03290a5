import { readFileSync } from 'node:fs'
import process from 'node:process'

/** What the operating system has counted for a process. */
export interface Usage {
  /** Microseconds, user and system. */
  readonly cpu: number
  /** Resident bytes. */
  readonly rss: number
}

/** Microseconds of a tick in /proc: `getconf CLK_TCK` says 100 per second on every Linux of today. */
const TICK = 10_000

/** Of this process. */
export function ownUsage(): Usage {
  const { user, system } = process.cpuUsage()
  return { cpu: user + system, rss: process.memoryUsage.rss() }
}

/** Of another process: Linux alone, see proc(5). */
function usageOf(pid: number): Usage {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name of the program, in brackets, may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return { cpu: (Number(fields[11]) + Number(fields[12])) * TICK, rss: Number(kilobytes) * 1_024 }
}

/** Of several, together. What they share is in the memory of each. */
export function usageOfAll(pids: readonly number[]): Usage {
  const all = pids.map(usageOf)
  return { cpu: all.reduce((sum, { cpu }) => sum + cpu, 0), rss: all.reduce((sum, { rss }) => sum + rss, 0) }
}
