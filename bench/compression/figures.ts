// What one coder costs. A program: in a process of its own, as memory that a coder has freed is not given back to the
// system. Arguments: the coder's name; --quick.

import { usedBytes } from '../harness/memory.ts'
import { seededRandom } from '../harness/random.ts'
import { token } from '../parser/events.ts'
import { coders, type Coder } from './coders.ts'
import { Connection } from './connection.ts'

/** Of one coder. */
export interface Figures {
  /** Bytes per event, before; and of the first 20 events of a stream, and of 2,000, after. */
  readonly plain: number
  readonly short: number
  readonly long: number
  /** Microseconds of all threads per event and connection, at best. */
  readonly cpu: number
  /** Bytes of resident memory per connection, after some events, and after 2 MiB of them. */
  readonly memory: number
  readonly memoryLater: number
}

const CONNECTIONS = 1_000
/** Those that send 2 MiB: a window that is filled by all of them would be gigabytes. */
const BUSY = 100
const MUCH = 2 * 2 ** 20
const PIECE = 8 * 1024
/** The best of so many is taken: the machine may have other things to do. */
const PASSES = 5
const SHORT = 20
const LONG = 2_000

const [name] = process.argv.slice(2)
const coder = coders.find((coder) => coder.name === name)
if (!coder) throw new Error(`There is no coder ${name}`)
const isQuick = process.argv.includes('--quick')
const random = seededRandom(1)
const encoder = new TextEncoder()
const events = Array.from({ length: LONG }, () => encoder.encode(token(random).wire))

const sizes = await sizesOf(coder)
console.log(JSON.stringify({ ...sizes, ...(await costOf(coder, isQuick ? 5 : 20)) } satisfies Figures))

async function sizesOf(coder: Coder): Promise<Pick<Figures, 'plain' | 'short' | 'long'>> {
  const pieces: Uint8Array[] = []
  const connection = new Connection(coder, (bytes) => pieces.push(bytes))
  let short = 0
  for (const [index, event] of events.entries()) {
    if (index === SHORT) short = connection.sent / SHORT
    await connection.send(event)
  }
  const plain = Buffer.concat(events)
  if (!plain.equals(coder.decode(Buffer.concat(pieces)))) throw new Error(`${coder.name}: other data`)
  return { plain: plain.length / LONG, short, long: connection.sent / LONG }
}

/** Each event goes to every connection, as that of a hub does. */
async function costOf(coder: Coder, rounds: number): Promise<Pick<Figures, 'cpu' | 'memory' | 'memoryLater'>> {
  const before = await residentBytes()
  const connections = Array.from({ length: CONNECTIONS }, () => new Connection(coder))
  const broadcast = async (event: Uint8Array): Promise<void> => {
    await Promise.all(connections.map((connection) => connection.send(event)))
  }
  // The first events make what a stream keeps.
  for (const event of events.slice(0, rounds)) await broadcast(event)
  const passes: number[] = []
  while (passes.length < PASSES) {
    const start = process.cpuUsage()
    for (const event of events.slice(rounds, 2 * rounds)) await broadcast(event)
    const { user, system } = process.cpuUsage(start)
    passes.push((user + system) / (rounds * CONNECTIONS))
  }
  const after = await residentBytes()
  const memory = (after - before) / CONNECTIONS

  const busy = connections.slice(0, BUSY)
  for (const piece of pieces(MUCH)) await Promise.all(busy.map((connection) => connection.send(piece)))
  const memoryLater = memory + ((await residentBytes()) - after) / BUSY
  // Alive until here.
  if (connections.some(({ sent }) => sent === 0)) throw new Error(`${coder.name}: nothing came out`)
  return { cpu: Math.min(...passes), memory, memoryLater }
}

/** Joined events, so many bytes of them in all. Small ones: what comes out is in memory until it is collected. */
function* pieces(bytes: number): Generator<Uint8Array> {
  const all = Buffer.concat(events)
  for (let at = 0; at < bytes; at += PIECE) {
    const start = at % (all.length - PIECE)
    yield all.subarray(start, start + PIECE)
  }
}

async function residentBytes(): Promise<number> {
  await usedBytes()
  return process.memoryUsage.rss()
}
