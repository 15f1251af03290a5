import { isDeepStrictEqual } from 'node:util'
import {
  encoderVectors,
  parseReference,
  type CommentVector,
  type EncoderVector,
  type EventVector,
  type ParsedStream,
} from '@eventwire/conformance'
import type { EncoderPeer, PeerEventInit } from '../peers/encoder-peer.ts'

/** How one peer writes one vector. */
export interface EncoderVerdict {
  readonly vector: EncoderVector
  /** Why it is not judged, if it is not. */
  readonly unsupported: string | undefined
  readonly deviation: EncoderDeviation | undefined
}

interface EncoderDeviation {
  readonly expected: ParsedStream
  readonly got: ParsedStream | Error
}

const NOTHING: ParsedStream = { events: [], lastEventId: '', reconnectionTime: undefined }

/**
 * Every event that an application would write, read again by the reference. Hostile ones are not asked of others here:
 * what they do with those is theirs to publish.
 */
export async function encoderVerdicts(peer: EncoderPeer): Promise<readonly EncoderVerdict[]> {
  const verdicts: EncoderVerdict[] = []
  for (const vector of encoderVectors.filter(({ topic }) => topic === 'well-formed')) {
    const unsupported = unsupportedBy(peer, vector)
    const deviation = unsupported === undefined ? await deviationOf(peer, vector) : undefined
    verdicts.push({ vector, unsupported, deviation })
  }
  return verdicts
}

function unsupportedBy(peer: EncoderPeer, vector: EncoderVector): string | undefined {
  if ('comment' in vector) return peer.encodeComment === undefined ? 'has no comments' : undefined
  const { data } = vector.event as PeerEventInit
  return data === undefined && !peer.dataIsOptional ? 'every event has data' : undefined
}

async function deviationOf(peer: EncoderPeer, vector: EncoderVector): Promise<EncoderDeviation | undefined> {
  const expected = expectedOf(peer, vector)
  const got = await outcome(peer, vector)
  return isDeepStrictEqual(got, expected) ? undefined : { expected, got }
}

function expectedOf(peer: EncoderPeer, vector: EncoderVector): ParsedStream {
  if ('comment' in vector || typeof vector.expected === 'string') return NOTHING
  if (peer.data === 'text') return vector.expected
  // JSON keeps all of the text, its line ends too.
  const data = JSON.stringify((vector.event as PeerEventInit).data)
  return { ...vector.expected, events: vector.expected.events.map((event) => ({ ...event, data })) }
}

async function outcome(peer: EncoderPeer, vector: EventVector | CommentVector): Promise<ParsedStream | Error> {
  try {
    const text =
      'comment' in vector
        ? await peer.encodeComment?.(vector.comment as string)
        : await peer.encode(vector.event as PeerEventInit)
    return parseReference(new TextEncoder().encode(text ?? ''))
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
