import type { TcpProxy } from '@eventwire/faults'
import type { Random } from '../load/random.ts'
import type { Engine } from './engines.ts'
import type { NodeProcess } from './node-process.ts'

export interface Parts {
  readonly engine: Engine
  /** Between the nodes and the engine. */
  readonly proxy: TcpProxy
  readonly nodes: readonly [NodeProcess, ...NodeProcess[]]
}

/** What goes wrong; each is over when it resolves. */
const FAULTS = {
  async 'a node is killed and started again'({ nodes }: Parts, random: Random) {
    const node = random.pick(nodes as [NodeProcess, ...NodeProcess[]])
    await node.kill()
    await pause(random.below(300))
    await node.start()
  },
  async "a node's clients are cut"({ nodes }: Parts, random: Random) {
    random.pick(nodes as [NodeProcess, ...NodeProcess[]]).proxy.cut()
  },
  async "the log's connections are cut"({ proxy }: Parts) {
    proxy.cut()
  },
  async "the log's connections stall"({ proxy }: Parts, random: Random) {
    proxy.stall()
    await pause(100 + random.below(1_000))
    proxy.resume()
  },
  async 'the log cannot be reached'({ proxy }: Parts, random: Random) {
    proxy.refuses = true
    proxy.cut()
    await pause(100 + random.below(1_000))
    proxy.refuses = false
  },
  async 'the engine is killed and started again'({ engine }: Parts) {
    await engine.restart()
  },
} as const

export type Fault = keyof typeof FAULTS

/** One fault after the other, all kinds in turn, until the time is over; answers how many of each there were. */
export async function breakThings(parts: Parts, random: Random, until: number): Promise<Record<Fault, number>> {
  const kinds = Object.keys(FAULTS) as Fault[]
  const counts = Object.fromEntries(kinds.map((kind) => [kind, 0])) as Record<Fault, number>
  while (performance.now() < until) {
    // All kinds, in an order of their own each time.
    for (const kind of kinds.map((each) => [random.fraction(), each] as const).toSorted(([a], [b]) => a - b)) {
      if (performance.now() >= until) break
      await FAULTS[kind[1]](parts, random)
      counts[kind[1]] += 1
      await pause(random.below(400))
    }
  }
  return counts
}

/** Time that a fault lasts, or that there is between two: no synchronisation. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
