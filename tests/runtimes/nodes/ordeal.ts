import { TcpProxy } from '@eventwire/faults'
import { Random } from '../load/random.ts'
import { startEngine, type EngineName } from './engines.ts'
import { breakThings, pause, type Fault } from './faults.ts'
import { NodeProcess } from './node-process.ts'
import { Evidence, Witness } from './witness.ts'

export interface OrdealOptions {
  readonly engine: EngineName
  /** For which things go wrong. */
  readonly seconds: number
  readonly clients: number
  readonly seed: number
}

export interface OrdealReport {
  readonly faults: Record<Fault, number>
  readonly acknowledged: number
  /** Entries that the clients have seen. */
  readonly entries: number
  readonly received: number
  readonly gaps: number
  /** Acknowledged, and given to nobody. */
  readonly lost: number
  /** What was given twice, left out, or given in another order, without a gap; empty, or it is a fault of ours. */
  readonly violations: readonly string[]
}

const LAST = 'the last one'

/**
 * Two nodes on Node and one on Bun with one log, publishers and clients on all of them, and everything that is between
 * them goes wrong. In the end every client must have had every entry once and in one order, or a gap over what it missed.
 */
export async function ordeal({ engine: name, seconds, clients, seed }: OrdealOptions): Promise<OrdealReport> {
  const random = new Random(seed)
  await using stack = new AsyncDisposableStack()
  const engine = stack.use(await startEngine(name))
  const proxy = stack.use(await TcpProxy.to(engine.port))
  const start = async (runtime: 'node' | 'bun'): Promise<NodeProcess> =>
    stack.use(await NodeProcess.start(runtime, name, engine.urlAt(proxy.port)))
  const nodes = [await start('node'), await start('node'), await start('bun')] as const
  const url = (): string => random.pick(nodes as unknown as [NodeProcess, ...NodeProcess[]]).url

  const evidence = new Evidence()
  const witnesses = Array.from({ length: clients }, () => new Witness(url, evidence))
  const watching = Promise.all(witnesses.map((each) => each.watch()))
  const until = performance.now() + seconds * 1_000
  const publishing = [1, 2, 3].map((publisher) => publish(publisher, url, until))
  const faults = await breakThings({ engine, proxy, nodes }, random, until)
  const acknowledged = new Map((await Promise.all(publishing)).flat())

  await publishLast(url)
  await all(witnesses, nodes)
  await Promise.all(witnesses.map((each) => each.close()))
  await watching
  return {
    faults,
    acknowledged: acknowledged.size,
    entries: evidence.size,
    received: witnesses.reduce((sum, each) => sum + each.received, 0),
    gaps: witnesses.reduce((sum, each) => sum + each.gaps, 0),
    lost: [...acknowledged].filter(([position, data]) => evidence.at(position) !== data).length,
    violations: evidence.violations,
  }
}

/** Publishes at any node; answers what was acknowledged, by its position. */
async function publish(
  publisher: number,
  url: () => string,
  until: number,
): Promise<[position: string, data: string][]> {
  const acknowledged: [string, string][] = []
  for (let count = 1; performance.now() < until; count += 1) {
    const data = `${publisher}/${count}`
    const position = await post(url(), data)
    if (position !== undefined) acknowledged.push([position, data])
    await pause(5)
  }
  return acknowledged
}

async function publishLast(url: () => string): Promise<void> {
  const deadline = performance.now() + 30_000
  while ((await post(url(), LAST)) === undefined) {
    if (performance.now() > deadline) throw new Error('Nothing could be published after the last fault, for 30 s')
    await pause(50)
  }
}

/** The position, or undefined if it was not acknowledged: it may have been published all the same. */
async function post(url: string, body: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(5_000) })
    const text = await response.text()
    return response.ok ? text : undefined
  } catch {
    // A node that is dead, or a connection that was cut: that is what this is about.
    return undefined
  }
}

async function all(witnesses: readonly Witness[], nodes: readonly NodeProcess[]): Promise<void> {
  const deadline = performance.now() + 60_000
  for (;;) {
    const late = witnesses.filter(({ newest }) => newest !== LAST)
    if (late.length === 0) return
    if (performance.now() > deadline) {
      const complaints = nodes.map((node) => node.complaints.slice(-2_000)).join('\n---\n')
      throw new Error(`${late.length} clients have not got the last entry in 60 s.\n${complaints}`)
    }
    await pause(50)
  }
}
