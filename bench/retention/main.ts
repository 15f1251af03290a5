import * as parser from '@eventwire/parser'
import type { Bench } from '../harness/bench.ts'
import { usedBytes } from '../harness/memory.ts'
import { seededRandom } from '../harness/random.ts'
import { token } from '../parser/events.ts'
import { stream } from '../parser/stream.ts'

type Keep = (event: parser.ServerSentEvent) => parser.ServerSentEvent

const CHUNK = 64 * 1024
/** So many events of 250 bytes are in a chunk. */
const PER_CHUNK = 262

/** What kept events hold: a short string cut out of a long one may hold all of it. */
export const retentionBench: Bench = async ({ quick }) => {
  const all = quick ? 20_000 : 100_000
  const few = quick ? 500 : 2000
  const ways: [string, Keep][] = [
    ['kept as they are', (event) => event],
    ['detached', parser.detachEvent],
  ]
  const rows: (string | number)[][] = []
  for (const [way, keep] of ways) {
    rows.push(await row(`every event, ${way}`, all, 1, keep))
    rows.push(await row(`every ${PER_CHUNK}nd event, ${way}`, few, PER_CHUNK, keep))
  }
  const columns = ['events kept', 'count', 'MiB before', 'MiB after', 'bytes per event kept']
  const title = 'what kept 250-byte events hold, out of 64 KiB chunks'
  return { tables: [{ name: 'retention', title, columns, rows }] }
}

async function row(name: string, count: number, every: number, keep: Keep): Promise<(string | number)[]> {
  const before = await usedBytes()
  const kept = read(count, every, keep)
  const after = await usedBytes()
  if (kept.length !== count) throw new Error(`${kept.length} events kept`)
  return [name, count, mebibytes(before), mebibytes(after), Math.round((after - before) / count)]
}

/** Keeps one event of `every`, of a stream that repeats itself. Its chunks are new ones each time, as from a network. */
function read(count: number, every: number, keep: Keep): parser.ServerSentEvent[] {
  const random = seededRandom(1)
  const { chunks } = stream(
    Array.from({ length: 20 * PER_CHUNK }, () => token(random)),
    CHUNK,
  )
  const eventStream = new parser.EventStreamParser()
  const kept: parser.ServerSentEvent[] = []
  for (let seen = 0, index = 0; kept.length < count; index += 1) {
    const chunk = chunks[index % chunks.length]?.slice() ?? new Uint8Array()
    for (const event of eventStream.push(chunk)) {
      if (seen % every === 0 && kept.length < count) kept.push(keep(event))
      seen += 1
    }
  }
  return kept
}

function mebibytes(bytes: number): number {
  return bytes / 2 ** 20
}
