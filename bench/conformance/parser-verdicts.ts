import { isDeepStrictEqual } from 'node:util'
import { parserVectors, parseReference, type ParsedStream, type ParserVector } from '@eventwire/conformance'
import type { ParserPeer, Reading } from '../peers/parser-peer.ts'
import { isDecodedRight } from './decoder.ts'

/** How one peer reads one vector. */
export interface ParserVerdict {
  readonly vector: ParserVector
  /** The first way of reading it in which something else came out; `undefined` if there was none. */
  readonly deviation: ParserDeviation | undefined
}

interface ParserDeviation {
  /** In one chunk, in some chunks, or when in the course of the stream. */
  readonly kind: DeviationKind
  readonly chunking: string
  readonly expected: Partial<ParsedStream>
  readonly got: Partial<ParsedStream> | Error
}

export type DeviationKind = 'reading' | 'chunking' | 'timing'

/** Every vector that `peer` can be judged by. */
export async function parserVerdicts(peer: ParserPeer): Promise<readonly ParserVerdict[]> {
  const verdicts: ParserVerdict[] = []
  for (const vector of parserVectors.filter((vector) => isJudged(peer, vector))) {
    verdicts.push({ vector, deviation: await deviationOf(peer, vector) })
  }
  return verdicts
}

/** What it cannot tell or be told is no deviation. */
function isJudged({ tells }: ParserPeer, { topic, lastEventId }: ParserVector): boolean {
  if (topic === 'id' && !tells.lastEventId) return false
  if (topic === 'retry' && !tells.reconnectionTime) return false
  return lastEventId === undefined || tells.startsFromAnId
}

async function deviationOf(peer: ParserPeer, vector: ParserVector): Promise<ParserDeviation | undefined> {
  return (await inOneChunk(peer, vector)) ?? (await inChunks(peer, vector)) ?? (await onTime(peer, vector))
}

async function inOneChunk(peer: ParserPeer, vector: ParserVector): Promise<ParserDeviation | undefined> {
  return await compared(peer, vector, 'reading', [vector.bytes], 'in one chunk')
}

async function inChunks(peer: ParserPeer, vector: ParserVector): Promise<ParserDeviation | undefined> {
  for (const [chunking, chunks] of chunkings(vector.bytes)) {
    const deviation = await compared(peer, vector, 'chunking', chunks, chunking)
    if (deviation !== undefined) return deviation
  }
  return undefined
}

function chunkings(bytes: Uint8Array): readonly (readonly [name: string, chunks: readonly Uint8Array[]])[] {
  const inTwo = positionsIn(bytes).map((position) => {
    return [`cut before byte ${position}`, [bytes.slice(0, position), bytes.slice(position)]] as const
  })
  const inMany = [1, 2, 3, 7].map((size) => {
    const count = Math.ceil(bytes.length / size)
    const chunks = Array.from({ length: count }, (_, index) => bytes.slice(index * size, (index + 1) * size))
    return [`in chunks of ${size}`, chunks] as const
  })
  return [...inTwo, ...inMany].filter(([, chunks]) => isDecodedRight(chunks, bytes))
}

/** Whether an event comes with the chunk that completes it, wherever that ends. */
async function onTime(peer: ParserPeer, vector: ParserVector): Promise<ParserDeviation | undefined> {
  for (const end of positionsIn(vector.bytes)) {
    const chunk = vector.bytes.slice(0, end)
    const { events } = visible(peer, parseReference(chunk, optionsOf(vector)))
    const reading = peer.open(optionsOf(vector))
    reading.push(chunk)
    await reading.settled()
    const got = visible(peer, reading).events
    await reading.close()
    if (!isDeepStrictEqual(got, events)) {
      return { kind: 'timing', chunking: `after ${end} bytes`, expected: { events }, got: { events: got } }
    }
  }
  return undefined
}

async function compared(
  peer: ParserPeer,
  vector: ParserVector,
  kind: DeviationKind,
  chunks: readonly Uint8Array[],
  chunking: string,
): Promise<ParserDeviation | undefined> {
  const expected = visible(peer, vector.expected)
  const got = await outcome(peer, vector, chunks)
  return isDeepStrictEqual(got, expected) ? undefined : { kind, chunking, expected, got }
}

async function outcome(
  peer: ParserPeer,
  vector: ParserVector,
  chunks: readonly Uint8Array[],
): Promise<Partial<ParsedStream> | Error> {
  try {
    const reading = peer.open(optionsOf(vector))
    for (const chunk of chunks) reading.push(chunk)
    await reading.close()
    return visible(peer, reading)
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

/** Of what came, or should come, as much as the peer could tell. */
function visible(
  { tells }: ParserPeer,
  stream: ParsedStream | Reading,
): Partial<ParsedStream> & Pick<ParsedStream, 'events'> {
  const { lastEventId, reconnectionTime } = stream
  return {
    events: stream.events.map(({ type, data, lastEventId }) => {
      return { type, data, lastEventId: tells.lastEventId ? lastEventId : '' }
    }),
    ...(tells.lastEventId && { lastEventId }),
    ...(tells.reconnectionTime && { reconnectionTime }),
  }
}

/** Every position, or in a long stream every 97th (a prime, so that it falls on everything). */
function positionsIn({ length }: Uint8Array): number[] {
  const step = length <= 400 ? 1 : 97
  return Array.from({ length: Math.floor(length / step) }, (_, index) => (index + 1) * step)
}

function optionsOf({ lastEventId }: ParserVector): { readonly lastEventId?: string } {
  return lastEventId === undefined ? {} : { lastEventId }
}
