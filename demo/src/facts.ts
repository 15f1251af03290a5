import { cpus, freemem, totalmem, type CpuInfo } from 'node:os'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setInterval } from 'node:timers/promises'
import type { Fact } from './fact.ts'

/** Milliseconds between the timers that measure the event loop; what is beyond them is delay. */
const RESOLUTION = 10

/** Publishes what there is to know about this machine, again and again, every so many milliseconds. */
export async function publishFacts(
  publish: (fact: Fact) => Promise<void>,
  { every, signal }: { readonly every: number; readonly signal: AbortSignal },
): Promise<void> {
  const machine = new Machine()
  try {
    for await (const _ of setInterval(every, undefined, { signal })) {
      for (const fact of machine.facts()) await publish(fact)
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    machine.close()
  }
}

/** The machine that this runs on, as it was since it was last looked at. */
class Machine {
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION })
  #cpus: readonly CpuInfo[] = cpus()

  constructor() {
    this.#delay.enable()
  }

  facts(): readonly Fact[] {
    const before = this.#cpus
    this.#cpus = cpus()
    const delay = Math.max(0, this.#delay.max / 1e6 - RESOLUTION)
    this.#delay.reset()
    return [
      { channel: 'cpu', cores: coreLoads(before, this.#cpus) },
      { channel: 'memory', used: totalmem() - freemem(), total: totalmem() },
      { channel: 'loop', delay: round(delay, 2) },
    ]
  }

  close(): void {
    this.#delay.disable()
  }
}

/** The share of its time, 0 to 1, that each core was busy from one look to the next. */
export function coreLoads(
  before: readonly Pick<CpuInfo, 'times'>[],
  after: readonly Pick<CpuInfo, 'times'>[],
): number[] {
  return after.map(({ times }, core) => {
    const earlier = before[core]?.times ?? { ...times, idle: 0, user: 0, sys: 0, nice: 0, irq: 0 }
    const idle = times.idle - earlier.idle
    const all = sum(times) - sum(earlier)
    return all > 0 ? round(Math.min(1, Math.max(0, 1 - idle / all)), 3) : 0
  })
}

function sum({ user, nice, sys, idle, irq }: CpuInfo['times']): number {
  return user + nice + sys + idle + irq
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
