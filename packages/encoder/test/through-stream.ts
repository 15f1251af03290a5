import { EventStreamEncoderStream, type ServerSentEventInit } from '../src/index.ts'

export type Events = Iterable<ServerSentEventInit> | AsyncIterable<ServerSentEventInit>

export interface ReadResult {
  /** The chunks as they came. */
  readonly chunks: readonly Uint8Array[]
  readonly bytes: Uint8Array
  /** What ended the stream, if it did not close. */
  readonly error: unknown
}

/** What a reader gets of `events` through the stream. */
export function throughStream(events: Events): Promise<ReadResult> {
  return readToEnd(streamOf(events).pipeThrough(new EventStreamEncoderStream()))
}

/** A stream that asks `events` for one more only when it is asked itself. */
export function streamOf(events: Events): ReadableStream<ServerSentEventInit> {
  const iterator = toAsync(events)
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await iterator.next()
        if (done === true) controller.close()
        else controller.enqueue(value)
      },
    },
    { highWaterMark: 0 },
  )
}

export async function readToEnd(readable: ReadableStream<Uint8Array>): Promise<ReadResult> {
  const chunks: Uint8Array[] = []
  let error: unknown
  try {
    for await (const chunk of readable) chunks.push(chunk)
  } catch (reason) {
    error = reason
  }
  return { chunks, bytes: Uint8Array.from(chunks.flatMap((chunk) => [...chunk])), error }
}

async function* toAsync(events: Events): AsyncGenerator<ServerSentEventInit, undefined> {
  yield* events
}
